// Any CloudEvent in headers. Without a server, which would be started anew for each of the examples.
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { structuredFrom } from '../../../src/http/publishing/cloudevent-headers.ts';

const JSON_TYPE = 'application/json';

const percent = (text: string) =>
  [...text].map((character) =>
    /[!#$&-~]/.test(character)
      ? character
      : Buffer.from(character).toString('hex').replace(/../g, '%$&').toUpperCase(),
  );

test.prop([fc.string({ unit: 'grapheme' }), fc.jsonValue()])(
  'any text in a header that is encoded as the binding says, and any data, come out as they were',
  (text, value) => {
    const data = JSON.stringify(value);
    const headers = { 'content-type': JSON_TYPE, 'ce-x': percent(text).join('') };
    const made = structuredFrom(headers, Buffer.from(data));
    expect(made.kind === 'structured' && JSON.parse(made.text)).toEqual({
      ...{ datacontenttype: JSON_TYPE, x: text, data: JSON.parse(data) },
    });
  },
);

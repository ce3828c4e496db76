import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { terminalLine } from '../../../src/tails/lines/terminal-line.ts';

const ESC = '\u001B';

describe('a line as a terminal leaves it', () => {
  it.each([
    ['plain, with a tab', 'a\tb €', 'a\tb €'],
    ['rewritten', ' 10 %\r 20 %\r100 %', '100 %'],
    ['rewritten by something shorter', 'downloading\rdone', 'doneloading'],
    ['erased and rewritten', `downloading\r${ESC}[Kdone`, 'done'],
    ['erased before its text', `downloading${ESC}[2K\rdone`, 'done'],
    ['that ends in a carriage return', '50 %\r', '50 %'],
    ['with backspaces', 'abd\b\bxy', 'axy'],
    ['coloured', `${ESC}[1;31mred${ESC}[0m and ${ESC}[38;2;1;2;3mmore`, 'red and more'],
    ['coloured by C1 controls', '\u009B31mred\u009Bm', 'red'],
    ['with a title (OSC, BEL)', `${ESC}]0;my title\u0007text`, 'text'],
    ['with a link (OSC 8)', `${ESC}]8;;https://a.example${ESC}\\text${ESC}]8;;${ESC}\\`, 'text'],
    ['with a device control string', `${ESC}P1$r0m${ESC}\\text`, 'text'],
    ['with a character set', `${ESC}(Btext`, 'text'],
    ['with a palette of the Linux console', `${ESC}]P0a0b0c0text`, 'text'],
    ['with colours of its own terminal', `${ESC}[38:2::1:2:3mred${ESC}[0m`, 'red'],
    [
      'with an application command, SOS, PM',
      `${ESC}_Ga${ESC}\\t${ESC}Xb${ESC}\\x${ESC}^c${ESC}\\t`,
      'txt',
    ],
    ['with a saved cursor', `text${ESC}7\r${ESC}8 and more`, 'text and more'],
    ['with a cursor saved by CSI', `te${ESC}[sxx${ESC}[uxt`, 'text'],
    ['with inserted and erased characters', `bc\r${ESC}[@a${ESC}[4Gxyz\b\b\b${ESC}[2X`, 'abc  z'],
    ['with deleted characters', `axxb\r${ESC}[C${ESC}[2P`, 'ab'],
    ['with a private mode', `${ESC}[?25ltext${ESC}[?25h${ESC}[>4;2m`, 'text'],
    ['with a colour inside of a sequence', `${ESC}${ESC}[0m[31m`, '[31m'],
    ['with a moved cursor', `abc${ESC}[2Dx${ESC}[5Gy`, 'axc y'],
    ['with a sequence that does not end', `text${ESC}[12;`, 'text[12;'],
    ['with a title that does not end', `${ESC}]0;text`, ']0;text'],
    ['with wide characters that are written over', 'xx 下载 50 %\rok', 'ok 下载 50 %'],
    ['with half of a wide character written over', '🚀 up\ra', 'a  up'],
    ['with the other half written over', 'a🚀\bx', 'a x'],
    ['with a narrow character under a wide one', 'abcd\r🚀', '🚀cd'],
    ['with a wide character over half of another', 'a🚀🚀\r世x', '世x🚀'],
    ['with marks that combine', 'e\u0301te\rE', 'Ete'],
    ['with a mark on a wide character', '⚡\uFE0F on\r\u001B[2Cx', '⚡\uFE0Fxon'],
    ['with a repeated character', `[#${ESC}[4b>\r`, '[#####>'],
    ['with a repeated wide character', `🟩${ESC}[2b|\r`, '🟩🟩🟩|'],
    ['with nothing to repeat', `${ESC}[9bx`, 'x'],
    ['with a column of its own', `abc${ESC}[1\`x${ESC}[2ay`, 'xbcy'],
    ['with other controls', 'a\u0000b\u0007c', 'abc'],
  ])('%s', (_name, given, shown) => {
    expect(terminalLine(given)).toBe(shown);
  });

  it('is no longer than what was written, but for a bounded gap', () => {
    expect(terminalLine(`${ESC}[999999999Gx`)).toHaveLength(1_001);
    expect(terminalLine(`${ESC}[999999999C`.repeat(1_000))).toBe('');
    const marked = `e${'\u0301'.repeat(1_000)}`;
    expect(terminalLine(`${marked}${ESC}[999999999b`)).toHaveLength(marked.length + 999);
  });

  it('has bounded work with a line that is made to cost much', () => {
    // Where each sequence or string costs as much as the line is long, this takes minutes.
    const open = `${ESC}]`.repeat(131_072);
    expect(terminalLine(open)).toHaveLength(131_072);
    const deleting = `${'x'.repeat(200_000)}\r${`${ESC}[P`.repeat(20_000)}`;
    expect(terminalLine(deleting).length).toBeGreaterThan(199_900);
  });

  test.prop([
    fc.string({ unit: fc.constantFrom('a', '€', '😀', '\r', '\b', ESC, '[', 'K', '7', ']', ';') }),
  ])('holds no control character, whatever was written', (text) => {
    expect(terminalLine(text)).not.toMatch(/\p{Cc}/u);
  });
});

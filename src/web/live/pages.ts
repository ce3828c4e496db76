// A long list that the API answers page by page: the first one is kept current, older ones are asked for by a button.
import { useState } from 'preact/hooks';
import { type ApiProblem, request } from '../api/request.ts';
import type { ShownEvent } from '../api/shapes.ts';
import { pathWith } from '../browser/location.ts';
import { useResource } from './resource.ts';

export interface Paged<T> {
  /** The first page and those after it; `undefined` until it is there. */
  readonly pages: readonly T[] | undefined;
  readonly problem: ApiProblem | undefined;
  /** There are more. */
  readonly hasMore: boolean;
  readonly isBusy: boolean;
  readonly loadMore: () => void;
  /** Begins anew with the first page. */
  readonly reload: () => void;
}

interface Options<T> {
  readonly path: string;
  readonly query: Readonly<Record<string, string | null | undefined>>;
  readonly nextOf: (page: T) => string | null;
  readonly concerns: (event: ShownEvent) => boolean;
}

interface Read<T> {
  /** Of the first page. */
  readonly path: string;
  readonly pages: readonly T[];
}

export function usePages<T>({ path, query, nextOf, concerns }: Options<T>): Paged<T> {
  const firstPath = pathWith(path, query);
  const first = useResource<T>(firstPath, concerns);
  const [read, setRead] = useState<Read<T>>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [isBusy, setBusy] = useState(false);

  // Whoever reads on keeps what they have read: a newer first page would tear a hole.
  const isReadOn = read?.path === firstPath;
  const pages = isReadOn ? read.pages : first.data && [first.data];
  const last = pages?.at(-1);
  const cursor = last === undefined ? null : nextOf(last);

  async function loadMore(): Promise<void> {
    if (cursor === null || pages === undefined) return;
    setBusy(true);
    const answer = await request<T>(pathWith(path, { ...query, cursor }));
    setBusy(false);
    if (answer.kind === 'ok') setRead({ path: firstPath, pages: [...pages, answer.body] });
    setProblem(answer.kind === 'ok' ? undefined : answer.problem);
  }

  return {
    pages,
    problem: first.problem ?? problem,
    hasMore: cursor !== null,
    isBusy,
    loadMore: () => void loadMore(),
    reload() {
      setRead(undefined);
      setProblem(undefined);
      first.reload();
    },
  };
}

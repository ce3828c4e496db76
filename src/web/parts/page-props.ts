// What every page is given.

export interface PageProps {
  /** The last part of the path, decoded: of `/jobs/:id` the id; else empty. */
  readonly id: string;
}

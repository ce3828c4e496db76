// Contract: how far sources were read, as acknowledgements moved them.

export interface SourcePositions {
  /** Position by source; a source that was never read is left out. */
  read(sources: readonly string[]): Promise<Map<string, string>>;
}

// Contract of an inlet: where raw messages come in. Each follows one system's channels, streams or
// files and hands what it finds to Receive, oldest first. Kept by redis/televibe-inlet.
import type { Service } from '../lifecycle.ts';

/**
 * `start` resolves when nothing that arrives from now on is missed; it also takes what came while
 * nobody read. `stop` resolves when the last batch was taken or given up. An inlet keeps its place
 * by the acknowledgement of Receive alone, so that a crash at any moment repeats and loses nothing;
 * while its source or the journal is away it waits, says so to health, and goes on by itself.
 */
export type Inlet = Service;

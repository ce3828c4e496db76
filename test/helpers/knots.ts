// Finds knots in a tree of files: within each folder, its files and its rooms (folders, with all that is in
// them) must form a line, so that each can be understood before those that use it.

export interface Import {
  /** Paths from the root, with `/`. */
  readonly from: string;
  readonly to: string;
}

/** A line for each knot: the folder, and what in it imports each other. */
export function findKnots(imports: readonly Import[]): string[] {
  const folders = new Map<string, Map<string, Set<string>>>();
  for (const { from, to } of imports) {
    const { folder, user, used } = whereTheyMeet(from, to);
    if (user === used) continue;
    const graph = folders.get(folder) ?? new Map<string, Set<string>>();
    folders.set(folder, graph.set(user, (graph.get(user) ?? new Set()).add(used)));
  }
  return [...folders].flatMap(([folder, graph]) => {
    const knotted = [...graph.keys()].filter((name) => reaches(graph, name, name));
    return knotted.length === 0 ? [] : [`${folder}: ${knotted.sort().join(' ')}`];
  });
}

/** The folder that holds both, and the names there of what holds each. */
function whereTheyMeet(from: string, to: string) {
  const [users, useds] = [from.split('/'), to.split('/')];
  const differ = users.findIndex((name, at) => name !== useds[at]);
  const depth = differ < 0 ? users.length - 1 : differ;
  const folder = users.slice(0, depth).join('/');
  return { folder, user: users[depth] ?? '', used: useds[depth] ?? '' };
}

function reaches(graph: ReadonlyMap<string, ReadonlySet<string>>, start: string, end: string) {
  const open = [...(graph.get(start) ?? [])];
  const seen = new Set(open);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === end) return true;
    for (const next of graph.get(name) ?? []) {
      if (!seen.has(next)) open.push(next);
      seen.add(next);
    }
  }
  return false;
}

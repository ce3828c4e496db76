// What people know by name, and so may type; nothing that they type is a marker.

/** Somebody with roles. */
export const KNOWN_PERSON = 1009;

export const known = (project: string) => ({
  projectId: `p-${project}`,
  session: `s-${project}`,
  job: `j-${project}`,
  request: `a-${project}`,
});

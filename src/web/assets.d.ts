// Files that the build gives an address.
declare module '*.ftl' {
  const url: string;
  export default url;
}

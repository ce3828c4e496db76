// After tsc: what the compiler does not copy (scripts for Redis, pages for browsers) goes to dist/.
import { chmodSync, cpSync } from 'node:fs';

const ASSETS = /\.(lua|html|css|js|svg)$/;

cpSync('src', 'dist', {
  recursive: true,
  filter: (path) => !/\.[a-z]+$/.test(path) || ASSETS.test(path),
});
chmodSync('dist/main.js', 0o755);

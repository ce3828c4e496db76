const CORE = "event|dialects|intake|journal|audience|batch|message|deliver|approvals|jobs|tails|redact";
const EDGE = "telegram|redis|files|http";
const rule = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });
const only = (lib, home) => rule(`${lib}-only-in-${home}`, `${lib} has one home`, { path: "^src/", pathNot: `^src/${home}` }, { path: `(^|node_modules/)${lib}(/|$)` });
module.exports = {
  forbidden: [
    rule("no-circular", "also by type", {}, { circular: true }),
    { ...rule("no-folder-cycle", "folders form a line, not a knot", { path: "^src/" }, { circular: true }), scope: "folder" },
    rule("no-orphan", "dead file", { orphan: true, path: "^src/", pathNot: "^src/(main|errors)\\.ts$" }, {}),
    rule("core-knows-no-edge", "the product does not know its technology", { path: `^src/((${CORE})/|flow\\.ts)` }, { path: `^src/((${EDGE}|cli|demo)/|(app[a-z-]*|main|config|settings)\\.ts$)` }),
    rule("core-takes-few-libraries", "pure helpers only", { path: `^src/((${CORE})/|flow\\.ts)` }, { dependencyTypes: ["npm", "core"], pathNot: "(^|node_modules/)(zod|yaml|@fluent/bundle|crypto|node:crypto)(/|$)" }),
    rule("edges-do-not-meet", "only app.ts joins edges", { path: `^src/(${EDGE})/` }, { path: `^src/(${EDGE})/`, pathNot: "^src/$1/" }),
    rule("only-app-wires-edges", "one composition root: app.ts and its parts app-*.ts", { path: "^src/", pathNot: `^src/((${EDGE})/|app[a-z-]*\\.ts)` }, { path: `^src/(${EDGE})/` }),
    rule("nobody-imports-app", "the root is not a service locator", { path: "^src/", pathNot: "^src/(main\\.ts|app\\.ts|cli/|demo/)" }, { path: "^src/app[a-z-]*\\.ts" }),
    rule("event-stands-alone", "lowest layer", { path: "^src/event/" }, { path: "^src/", pathNot: "^src/event/" }),
    rule("dialects-are-pure", "event in, event out", { path: "^src/dialects/" }, { path: "^src/", pathNot: "^src/(dialects|event)/|^src/errors" }),
    rule("dialects-do-not-meet", "five strangers", { path: "^src/dialects/([^/]+)/" }, { path: "^src/dialects/[^/]+/", pathNot: "^src/dialects/$1/" }),
    rule("only-registry-knows-dialects", "nothing else may know a dialect", { path: "^src/", pathNot: "^src/dialects/" }, { path: "^src/dialects/[^/]+/" }),
    rule("flow-goes-forward", "downstream never looks at raw input", { path: "^src/(audience|batch|message|deliver|approvals|jobs|tails)/" }, { path: "^src/(intake|dialects)/" }),
    rule("src-not-to-test", "", { path: "^src/" }, { path: "^(test|bench)/" }),
    only("(grammy|@grammyjs)", "telegram/"), only("(ioredis|bullmq)", "redis/"), only("(fastify|@fastify|ws)", "(http|demo)/"), only("pino", "logger"),
    rule("files-read-only-at-edge", "", { path: "^src/", pathNot: "^src/(files|redis/(own-redis|script)|config|cli|demo|http/pages|runtime/watchdog-thread)" }, { path: "^(node:)?(fs|child_process)" }),
  ],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: "tsconfig.json" }, doNotFollow: { path: "node_modules" }, enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] } },
};

// Who may import whom. test/architecture.test.ts runs these rules, and checks what they can't say: that
// files and rooms of each folder form a line, how many files a room holds, and what main.ts reaches.
const CORE = "event|dialects|intake|journal|routing|audience|batch|message|deliver|approvals|jobs|tails|redact|monitoring|stats";
const EDGE = "telegram|redis|files|http";
const rule = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });
const only = (lib, home) => rule(`${lib}-only-in-${home}`, `${lib} has one home`, { path: "^src/", pathNot: `^src/${home}` }, { path: `(^|node_modules/)${lib}(/|$)` });
module.exports = {
  forbidden: [
    rule("no-circular", "also by type", {}, { circular: true }),
    rule("no-dead-file", "whatever main.ts does not reach is dead", { path: "^src/main\\.ts$" }, { path: "^src/.*\\.ts$", pathNot: "^src/web/", reachable: false }),
    rule("no-dead-file-of-the-web", "the browser loads one program", { path: "^src/web/main\\.tsx$" }, { path: "^src/web/.*\\.tsx?$", pathNot: "\\.d\\.ts$", reachable: false }),
    rule("web-runs-in-browsers", "of the product it shares what is pure", { path: "^src/web/" }, { path: "^src/", pathNot: "^src/(web/|event/web-address\\.ts|message/text/reveal\\.ts)" }),
    rule("web-takes-few-libraries", "a page is loaded over the air", { path: "^src/web/" }, { dependencyTypes: ["npm", "core"], pathNot: "node_modules/(preact|@preact/signals|@fluent/bundle|eventsource-parser)/" }),
    rule("web-stands-alone", "the server serves it, and does not know it", { path: "^src/", pathNot: "^src/web/" }, { path: "^src/web/" }),
    rule("core-knows-no-edge", "the product does not know its technology", { path: `^src/(${CORE})/` }, { path: `^src/((${EDGE}|cli|demo|simulator|config)/|(app[a-z-]*|main)\\.ts$)` }),
    rule("core-takes-few-libraries", "pure helpers only", { path: `^src/(${CORE})/`, pathNot: "^src/monitoring/watchdog(-thread\\.js|\\.ts)$" }, { dependencyTypes: ["npm", "core"], pathNot: "(^|node_modules/)(zod|yaml|@fluent/bundle|crypto|node:crypto|ansi-regex|get-east-asian-width)(/|$)" }),
    rule("runtime-serves-all", "it knows nothing of the product", { path: "^src/runtime/" }, { path: "^src/", pathNot: "^src/runtime/" }),
    rule("config-knows-no-product", "settings are read before anything is built", { path: "^src/config/" }, { path: "^src/", pathNot: "^src/(config|runtime)/" }),
    rule("edges-do-not-meet", "only app.ts joins edges", { path: `^src/(${EDGE})/` }, { path: `^src/(${EDGE})/`, pathNot: "^src/$1/" }),
    rule("only-app-wires-edges", "one composition root: app.ts and its parts app-*.ts", { path: "^src/", pathNot: `^src/((${EDGE})/|app[a-z-]*\\.ts)` }, { path: `^src/(${EDGE})/` }),
    rule("nobody-imports-app", "the root is not a service locator", { path: "^src/", pathNot: "^src/(main\\.ts|app[a-z-]*\\.ts|cli/)" }, { path: "^src/app[a-z-]*\\.ts" }),
    rule("event-stands-alone", "lowest layer", { path: "^src/event/" }, { path: "^src/", pathNot: "^src/event/" }),
    rule("dialects-are-pure", "event in, event out", { path: "^src/dialects/" }, { path: "^src/", pathNot: "^src/(dialects|event)/|^src/runtime/(errors|defined)\\.ts$" }),
    rule("dialects-do-not-meet", "five strangers", { path: "^src/dialects/([^/]+)/" }, { path: "^src/dialects/[^/]+/", pathNot: "^src/dialects/$1/" }),
    rule("only-registry-knows-dialects", "nothing else may know a dialect", { path: "^src/", pathNot: "^src/dialects/" }, { path: "^src/dialects/[^/]+/" }),
    rule("flow-goes-forward", "downstream never looks at raw input", { path: "^src/(routing|audience|batch|message|deliver|approvals|jobs|tails|stats)/" }, { path: "^src/(intake|dialects)/" }),
    rule("simulator-stands-alone", "a product of its own that could leave tomorrow", { path: "^src/simulator/" }, { path: "^src/", pathNot: "^src/(simulator|runtime)/" }),
    rule("only-the-demo-simulates", "nothing that runs in production", { path: "^src/", pathNot: "^src/(simulator|demo)/" }, { path: "^src/simulator/" }),
    rule("only-the-cli-starts-the-demo", "", { path: "^src/", pathNot: "^src/(demo|cli)/" }, { path: "^src/demo/" }),
    rule("src-not-to-test", "", { path: "^src/" }, { path: "^(test|bench)/" }),
    only("(grammy|@grammyjs)", "telegram/"), only("(ioredis|bullmq)", "redis/"), only("(fastify|@fastify)", "(http|simulator)/"), only("ws", "http/"), only("ipaddr.js", "http/"), only("pino", "runtime/logger"), only("(ansi-regex|get-east-asian-width)", "tails/"),
    rule("files-read-only-at-edge", "", { path: "^src/", pathNot: "^src/(files/|redis/(own-redis/|scripts/script)|config/|cli/|demo/|simulator/|monitoring/watchdog-thread)" }, { path: "^(node:)?(fs|child_process)" }),
  ],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: "tsconfig.json" }, doNotFollow: { path: "node_modules" }, enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] } },
};

/*
 * The API reference: every entry of package.json, as Markdown in api/, which VitePress takes as pages.
 * A warning is an error: the build fails when an export has no doc comment.
 */
import { readFileSync } from "node:fs";
import { Converter } from "typedoc";
import ts from "typescript";

const manifest = JSON.parse(readFileSync("../package.json", "utf8"));
const { paths } = ts.readConfigFile("../tsconfig.json", ts.sys.readFile).config.compilerOptions;

/** The source of each entry, from `src` on and without its ending, and the name by which it is imported. */
const entries = Object.entries(manifest.exports)
  .filter(([, target]) => typeof target === "object")
  .map(([entry]) => manifest.name + entry.slice(1))
  .map((name) => [paths[name][0].slice("./src/".length, -".ts".length), name]);

/** Methods of the hosts' own objects, by entry: their documentation is the host's. */
const hostMethods = {
  "client.FetchAnswer": ["headers.__type.get"],
  "fastify.FastifyLike": ["addContentTypeParser", "addHook", "all", "removeAllContentTypeParsers"],
  "fastify.FastifyReplyLike": ["code", "headers", "hijack", "send"],
  "fetch.MinimalRequest": ["arrayBuffer", "headers.__type.get"],
  "node.ClosableServer": ["close", "closeIdleConnections", "prependListener", "removeListener"],
  "node.NodeRequest": ["on", "resume"],
  "node.NodeResponse": ["destroy", "end", "on", "write", "writeHead"],
};

/** Names each module as people import it: `optimizely-cmp-webhooks/express`, and not `adapters/express`. */
function nameModules(app) {
  const names = new Map(entries.map(([source, name]) => [source.replace(/(?<=.)\/index$/, ""), name]));
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) module.name = names.get(module.name) ?? module.name;
  });
}

/** @type {Partial<import("typedoc").TypeDocOptions>} */
export default {
  entryPoints: entries.map(([source]) => `../src/${source}.ts`),
  tsconfig: "../tsconfig.src.json",
  // `npm run typecheck` does that.
  skipErrorChecking: true,
  plugin: ["typedoc-plugin-markdown", nameModules],
  out: "api",
  // A page for each entry. Members of the same name need anchors of their own.
  router: "module",
  useHTMLAnchors: true,
  anchorPrefix: "api-",
  readme: "none",
  entryFileName: "index",
  hideBreadcrumbs: true,
  hidePageHeader: true,
  disableGit: true,
  gitRevision: "main",
  sourceLinkTemplate: `${manifest.repository.url.replace(/^git\+|\.git$/g, "")}/blob/{gitRevision}/src/{path}#L{line}`,
  excludeExternals: true,
  blockTags: [
    "default",
    "example",
    "experimental",
    "inferred",
    "key",
    "param",
    "returns",
    "see",
    "throws",
    "typeParam",
  ].map((tag) => `@${tag}`),
  validation: { notDocumented: true, invalidLink: true, notExported: false },
  requiredToBeDocumented: ["Class", "Function", "Interface", "TypeAlias", "Variable"],
  intentionallyNotDocumented: Object.entries(hostMethods).flatMap(([type, methods]) =>
    methods.map((method) => `${manifest.name}/${type}.${method}`),
  ),
  treatWarningsAsErrors: true,
  treatValidationWarningsAsErrors: true,
};

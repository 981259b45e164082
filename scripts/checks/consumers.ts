/*
 * Compiles consumers of the packed package with the oldest compiler that is supported and with the newest, under each
 * way of resolving modules, with and without the types of a platform. Wants a build: `npm run check:consumers`.
 */
import { copyFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder, npm, Report, root, run } from "./shell.js";
import { packInto } from "./tarball.js";

interface Setting {
  /** What the compiler knows of the platform. */
  readonly known: { readonly lib: readonly string[]; readonly types: readonly string[] };
  readonly files: readonly string[];
  /** Where the way of resolving modules makes no difference, or only one is in use. */
  readonly only?: string;
}

const compilers = ["typescript54", "typescript59", "typescript6", "typescript7"];

const resolutions = {
  NodeNext: { module: "NodeNext", moduleResolution: "NodeNext" },
  Bundler: { module: "preserve", moduleResolution: "Bundler" },
};

const surface = ["surface.mts", "surface.cts", "required.cts"];

const settings: Readonly<Record<string, Setting>> = {
  Node: { known: { lib: ["ES2022"], types: ["node"] }, files: surface },
  "Node and DOM": { known: { lib: ["ES2022", "DOM"], types: ["node"] }, files: surface },
  "DOM alone": { known: { lib: ["ES2022", "DOM"], types: [] }, files: ["worker.mts"], only: "Bundler" },
  "no platform": { known: { lib: ["ES2022"], types: [] }, files: ["bare.mts", "bare.cts", "required.cts"] },
  "real hosts": {
    known: { lib: ["ES2022"], types: ["node"] },
    files: ["hosts.mts", "hosts.cts", "koa-lambda.mts", "koa-lambda.cts"],
    only: "NodeNext",
  },
};

const strictest = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  skipLibCheck: false,
  target: "ES2022",
  // A declaration file must be able to name all that a consumer exports.
  declaration: true,
  emitDeclarationOnly: true,
  outDir: "out",
  rootDir: ".",
};

/** Of a compiler's complaints, as many characters as it takes to see what is wrong. */
const maxComplaint = 4_000;

const report = new Report();
inTemporaryFolder((folder) => {
  prepare(folder);
  for (const compiler of compilers) {
    for (const [resolution, resolving] of Object.entries(resolutions)) {
      for (const [name, { known, files, only = resolution }] of Object.entries(settings)) {
        if (only !== resolution) continue;
        const compilerOptions = { ...strictest, ...resolving, ...known };
        writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
        compile(folder, compiler, `${resolution}, ${name}`);
      }
    }
  }
});
report.close();

/** A project with the package, the compilers and the hosts' types, and each consumer as ESM and as CommonJS. */
function prepare(folder: string): void {
  const consumers = join(root, "tests/consumers");
  for (const file of ["package.json", "package-lock.json"])
    copyFileSync(join(consumers, file), join(folder, file));
  npm(["ci"], folder);
  const tarballs = join(folder, "tarball");
  mkdirSync(tarballs);
  npm(["install", "--no-save", packInto(tarballs).path], folder);
  cpSync(join(consumers, "types"), folder, { recursive: true });
  for (const name of ["surface", "bare", "hosts", "koa-lambda", "worker"]) {
    for (const extension of ["mts", "cts"]) {
      copyFileSync(join(consumers, `types/${name}.ts`), join(folder, `${name}.${extension}`));
    }
  }
}

function compile(folder: string, compiler: string, setting: string): void {
  const startedAt = performance.now();
  const { ok, output } = run(process.execPath, [`node_modules/${compiler}/bin/tsc`], folder);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  report.line(`${compiler}, ${setting}, ${seconds} s`, ok ? "" : output.slice(0, maxComplaint));
}

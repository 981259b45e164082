/* What the declarations cost a consumer's compiler, and what an editor shows of them. The one place of these figures. */
import { join, relative } from "node:path";
import ts from "typescript";
import { expect, inject, test } from "vitest";
import { eventNames } from "../../src/payload/catalog.js";
import { readPacked } from "../support/packed.js";

/** Lines of declarations for the core and one adapter; instantiations for 400 typed handlers over all events. */
const ceilings = { lines: 3_200, instantiations: 5_000 };
const handlerCount = 400;

const { project, folder } = readPacked(inject("packed"));
const name = "optimizely-cmp-webhooks";
const adapters = ["node", "express", "fastify", "fetch", "koa", "lambda"];
const file = join(project, "consumer.mts");
const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  types: [],
  noEmit: true,
  // The declarations are checked in compile.test.ts, by more compilers and under more settings.
  skipLibCheck: true,
};

/** A file that several programs have is parsed once. */
const registry = ts.createDocumentRegistry();

test.each(adapters)("the core and %s have few lines of declarations", (adapter) => {
  const sources = ourFiles(compile(`import "${name}";\nimport "${name}/${adapter}";`));
  const lines = sources.reduce((sum, source) => sum + source.getLineStarts().length, 0);
  expect(sources.length).toBeGreaterThan(2);
  expect(lines).toBeLessThanOrEqual(ceilings.lines);
});

test("typed handlers cost few instantiations", () => {
  const head = `import { EventRouter } from "${name}";\nexport const router = new EventRouter();\n`;
  const handlers = Array.from({ length: handlerCount }, (_, index) => {
    const event = eventNames[index % eventNames.length];
    return `router.on("${event}", async (event, { signal }) => { void [event.event_name, event.data, signal]; });\n`;
  });
  const cost =
    compile(head + handlers.join("")).getInstantiationCount() - compile(head).getInstantiationCount();
  expect(cost).toBeGreaterThan(0);
  expect(cost).toBeLessThanOrEqual(ceilings.instantiations);
});

test("the declarations have no any, and name nothing that a consumer would have to install", () => {
  const entries = ["", "/testing", "/idempotency", ...adapters.map((adapter) => `/${adapter}`)];
  const program = compile(entries.map((entry) => `import "${name}${entry}";`).join("\n"));
  const complaints = ourFiles(program).flatMap((source) => [...anyIn(source), ...foreignIn(source)]);
  expect(complaints).toEqual([]);
});

test.each([
  ["a parameter names its event", "event)", /^\(parameter\) event: AssetAddedEvent\n$/],
  [
    "a parameter names both of its events",
    "both)",
    /^\(parameter\) both: AssetAddedEvent \| AssetRemovedEvent\n$/,
  ],
  ["a member shows its comment", "id;", /^\(property\) \w+\.id: string\n\w.{8,}/],
  ["a method shows its comment", "on(", /\n\w.{8,}/],
])("hover: %s", (_subject, anchor, wanted) => {
  const text = [
    `import { EventRouter } from "${name}";`,
    'new EventRouter().on("asset_added", (event) => { void event.data.asset.id; });',
    'new EventRouter().on(["asset_added", "asset_removed"], (both) => { void both; });',
  ].join("\n");
  const info = serviceFor(text).getQuickInfoAtPosition(file, text.indexOf(anchor));
  const shown = `${ts.displayPartsToString(info?.displayParts)}\n${ts.displayPartsToString(info?.documentation)}`;
  expect(shown).toMatch(wanted);
});

test.each([
  ["the handlers", "new EventRouter({ ", " })"],
  ["the catalogue", "eventCatalog.", ""],
  ["the schemas", "eventSchemas.", ""],
])("completion in %s shows the summary of each event", (_place, before, after) => {
  const head = `import { EventRouter, eventCatalog, eventSchemas } from "${name}";\n${before}`;
  const service = serviceFor(head + after);
  const summaries = eventNames.map((event) => {
    const details = service.getCompletionEntryDetails(file, head.length, event, {}, undefined, {}, undefined);
    return ts.displayPartsToString(details?.documentation);
  });
  for (const summary of summaries) expect(summary).toMatch(/^[A-Z\d].{10,}\.$/s);
});

/** A program of one file, after all of it has been checked. */
function compile(text: string): ts.Program {
  const program = serviceFor(text).getProgram();
  if (!program) throw new Error("The compiler made no program.");
  const problems = ts.getPreEmitDiagnostics(program);
  if (problems.length > 0) throw new Error(ts.formatDiagnostics(problems, ts.createCompilerHost(options)));
  return program;
}

/** An editor that has one file open, in a project that has the package installed. */
function serviceFor(text: string): ts.LanguageService {
  const host: ts.LanguageServiceHost = {
    fileExists: (path) => path === file || ts.sys.fileExists(path),
    readFile: (path) => (path === file ? text : ts.sys.readFile(path)),
    directoryExists: ts.sys.directoryExists,
    getCompilationSettings: () => options,
    getCurrentDirectory: () => project,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => [file],
    getScriptSnapshot(path) {
      const content = path === file ? text : ts.sys.readFile(path);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    // Of a program's own text it is the text: the registry must not take one for another.
    getScriptVersion: (path) => (path === file ? text : "1"),
  };
  return ts.createLanguageService(host, registry);
}

function ourFiles(program: ts.Program): ts.SourceFile[] {
  return program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(`${folder}/`));
}

function anyIn(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(`any: ${node.parent.getText()}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function foreignIn(source: ts.SourceFile): string[] {
  const { importedFiles, typeReferenceDirectives, libReferenceDirectives } = ts.preProcessFile(source.text);
  return [...importedFiles, ...typeReferenceDirectives, ...libReferenceDirectives]
    .filter(({ fileName }) => !fileName.startsWith("./"))
    .map(({ fileName }) => `${relative(folder, source.fileName)} names ${fileName}`);
}

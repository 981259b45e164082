/*
 * What the definitions cost a consumer's compiler, and what an editor shows of them. It resolves the package by its
 * own name, so by `exports` and to dist. Wants a build: `npm run check:types`.
 */
import { join, relative } from "node:path";
import ts from "typescript";
import { Report, root } from "./shell.js";

const ceilings = { lines: 3_000, instantiations: 5_000, handlers: 400 };

const adapters = ["node", "express", "fastify", "fetch"];
const file = join(root, "consumer.mts");
const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  types: [],
  noEmit: true,
};

const report = new Report();
checkLines();
checkInstantiations();
checkDefinitions();
checkHovers();
report.close();

/** Of the core and the adapter that has the most. */
function checkLines(): void {
  for (const adapter of adapters) {
    const text = `import "optimizely-cmp-webhooks";\nimport "optimizely-cmp-webhooks/${adapter}";`;
    const lines = ourFiles(compile(text)).reduce((sum, source) => sum + source.getLineStarts().length, 0);
    report.line(
      `${lines} lines of definitions for the core and ${adapter}, of ${ceilings.lines} at most`,
      lines > ceilings.lines ? "These are too many." : "",
    );
  }
}

/**
 * What 400 handlers cost: the instantiations of a program that registers them, over the 43 events in turn, less
 * those of the same program without any handler.
 */
function checkInstantiations(): void {
  const head =
    'import { EventRouter } from "optimizely-cmp-webhooks";\nexport const router = new EventRouter();\n';
  const names = eventNames();
  const handlers = Array.from({ length: ceilings.handlers }, (_, index) => {
    const name = names[index % names.length];
    return `router.on("${name}", async (event, { signal }) => { void [event.event_name, event.data, signal]; });\n`;
  });
  const cost =
    compile(head + handlers.join("")).getInstantiationCount() - compile(head).getInstantiationCount();
  report.line(
    `${cost} instantiations for ${ceilings.handlers} typed handlers, of ${ceilings.instantiations} at most`,
    cost > ceilings.instantiations ? "These are too many." : "",
  );
}

/** No `any`, and nothing that a consumer would have to install. */
function checkDefinitions(): void {
  const text = ["", ...adapters.map((adapter) => `/${adapter}`)];
  const program = compile(text.map((entry) => `import "optimizely-cmp-webhooks${entry}";`).join("\n"));
  for (const source of ourFiles(program)) {
    const complaints: string[] = [];
    const visit = (node: ts.Node): void => {
      if (node.kind === ts.SyntaxKind.AnyKeyword) complaints.push(`any: ${node.parent.getText()}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
    const { importedFiles, typeReferenceDirectives, libReferenceDirectives } = ts.preProcessFile(source.text);
    for (const { fileName } of [...importedFiles, ...typeReferenceDirectives, ...libReferenceDirectives]) {
      if (!fileName.startsWith("./")) complaints.push(`names ${fileName}`);
    }
    report.line(`${relative(root, source.fileName)} stands alone and has no any`, complaints.join("\n"));
  }
}

/** What an editor shows of a parameter: a name. What it shows of a member: its comment. */
function checkHovers(): void {
  const text = [
    'import { EventRouter } from "optimizely-cmp-webhooks";',
    'new EventRouter().on("asset_added", (event) => { void event.data.asset.id; });',
    'new EventRouter().on(["asset_added", "asset_removed"], (both) => { void both; });',
  ].join("\n");
  const service = serviceFor(text);
  for (const [subject, anchor, wanted] of [
    ["a parameter names its event", "event)", /^\(parameter\) event: AssetAddedEvent\n$/],
    [
      "a parameter names both of its events",
      "both)",
      /^\(parameter\) both: AssetAddedEvent \| AssetRemovedEvent\n$/,
    ],
    ["a member shows its comment", "id;", /^\(property\) \w+\.id: string\n\w.{8,}/],
    ["a method shows its comment", "on(", /\n\w.{8,}/],
  ] as const) {
    const info = service.getQuickInfoAtPosition(file, text.indexOf(anchor));
    const shown = `${ts.displayPartsToString(info?.displayParts)}\n${ts.displayPartsToString(info?.documentation)}`;
    report.line(`hover: ${subject}`, wanted.test(shown) ? "" : shown);
  }
}

/** A program of one file, after all of it has been checked. */
function compile(text: string): ts.Program {
  const program = serviceFor(text).getProgram();
  if (!program) throw new Error("The compiler made no program.");
  const problems = ts.getPreEmitDiagnostics(program);
  if (problems.length > 0) throw new Error(ts.formatDiagnostics(problems, ts.createCompilerHost(options)));
  return program;
}

/** An editor that has one file open. */
function serviceFor(text: string): ts.LanguageService {
  return ts.createLanguageService({
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    readFile: (name) => (name === file ? text : ts.sys.readFile(name)),
    directoryExists: ts.sys.directoryExists,
    getCompilationSettings: () => options,
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => [file],
    getScriptSnapshot(name) {
      const content = name === file ? text : ts.sys.readFile(name);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getScriptVersion: () => "1",
  });
}

function ourFiles(program: ts.Program): ts.SourceFile[] {
  return program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(join(root, "dist/")));
}

/** As the declarations have them: the members of `CmpEventMap`. */
function eventNames(): string[] {
  const program = compile(
    'import type { CmpEventMap } from "optimizely-cmp-webhooks";\nexport type Map = CmpEventMap;',
  );
  const source = program.getSourceFile(file);
  const alias = source?.statements.find(ts.isTypeAliasDeclaration);
  if (!alias) throw new Error("The compiler lost the file.");
  return program
    .getTypeChecker()
    .getTypeAtLocation(alias.name)
    .getProperties()
    .map(({ name }) => name);
}

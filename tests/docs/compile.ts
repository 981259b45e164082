/*
 * Compiles blocks of code as if they were files in the project's folder, without writing any.
 */
import { join } from "node:path";
import ts from "typescript";
import { type Block, root } from "./blocks.js";

/** Every block, by the path of the file that it would be. */
export function nameBlocks(blocks: readonly Block[]): ReadonlyMap<string, Block> {
  const files = new Map<string, Block>();
  for (const block of blocks) {
    const path = join(root, fileNameOf(block));
    const other = files.get(path);
    if (other) throw new Error(`${place(block)} has the file name of ${place(other)}`);
    files.set(path, block);
  }
  return files;
}

/** What the compiler finds wrong, each with the place in the document. All blocks are one program. */
export function compile(blocks: readonly Block[]): readonly string[] {
  const files = nameBlocks(blocks);
  const options: ts.CompilerOptions = { ...projectOptions(), allowJs: true, checkJs: true };
  const program = ts.createProgram([...files.keys()], options, overlay(files, options));
  return [...files].flatMap(([path, block]) => {
    const file = program.getSourceFile(path);
    if (file === undefined) return [`${place(block)}: the compiler did not see it`];
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.map((diagnostic) => describe(diagnostic, file, block));
  });
}

/** A comment on the first line may name the file, so that another block can import it. */
function fileNameOf({ file, line, language, code }: Block): string {
  const name = /^\/\/ ([\w-]+\.[jt]s)\n/.exec(code)?.[1];
  return name ?? `${file.replaceAll(/\W/g, "-")}-${line}.${language}`;
}

function projectOptions(): ts.CompilerOptions {
  const path = join(root, "tsconfig.json");
  const { config } = ts.readConfigFile(path, ts.sys.readFile);
  return ts.parseJsonConfigFileContent(config, ts.sys, root, undefined, path).options;
}

/** A file of the disk is parsed once for all programs: they have the same options. */
const parsed = new Map<string, ts.SourceFile>();

/** The disk, with the blocks laid over it. */
function overlay(files: ReadonlyMap<string, Block>, options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const readFile = (path: string): string | undefined => files.get(path)?.code ?? host.readFile(path);
  return {
    ...host,
    readFile,
    fileExists: (path) => files.has(path) || host.fileExists(path),
    getSourceFile: (path, target) => {
      const known = parsed.get(path);
      if (known !== undefined) return known;
      const text = readFile(path);
      if (text === undefined) return undefined;
      const file = ts.createSourceFile(path, text, target);
      if (!files.has(path)) parsed.set(path, file);
      return file;
    },
  };
}

function describe(
  { start = 0, messageText, code }: ts.Diagnostic,
  file: ts.SourceFile,
  block: Block,
): string {
  const { line } = file.getLineAndCharacterOfPosition(start);
  const message = ts.flattenDiagnosticMessageText(messageText, "\n  ");
  return `${block.file}:${block.line + line}: TS${code}: ${message}`;
}

function place({ file, line }: Block): string {
  return `${file}:${line}`;
}

/*
 * node compile.cjs COMPILER TSCONFIG: as `tsc -p TSCONFIG`, but it checks only the consumer's files and the declarations
 * of this package. Those of the platform and of the hosts take most of the time.
 */
const [, , compiler, config] = process.argv;
const ts = require(compiler);

const { config: json, error } = ts.readConfigFile(config, ts.sys.readFile);
const { options, fileNames, errors } = ts.parseJsonConfigFileContent(json, ts.sys, process.cwd());
const program = ts.createProgram(fileNames, options);
const own = program
  .getSourceFiles()
  .filter(({ fileName }) => /^(?!.*\/node_modules\/(?!optimizely-cmp-webhooks\/))/.test(fileName));
const diagnostics = [
  ...(error ? [error] : errors),
  ...program.getOptionsDiagnostics(),
  ...program.getGlobalDiagnostics(),
  ...program.getSyntacticDiagnostics(),
  ...own.flatMap((file) => program.getSemanticDiagnostics(file)),
  // Of each file alone: to emit all of them the compiler would check all.
  ...own
    .filter(({ isDeclarationFile }) => !isDeclarationFile)
    .flatMap((file) => program.emit(file).diagnostics),
];
if (own.length === fileNames.length) throw new Error("No declarations of the package were found");
console.log(ts.formatDiagnostics(diagnostics, ts.createCompilerHost(options)));
process.exitCode = diagnostics.length > 0 ? 1 : 0;

/*
 * What a user can see of the package: every export of every entry, with its members and its doc comments.
 */
import { join, relative } from "node:path";
import ts from "typescript";
import manifest from "../../package.json" with { type: "json" };
import { root } from "./blocks.js";

/** An export, or a member of one. */
export interface Entity {
  /** Such as `ReceiverOptions.deadlineMs`. */
  readonly name: string;
  /** File and line. */
  readonly place: string;
  /** What it is a member of; undefined for an export. */
  readonly owner: Entity | undefined;
  /** The doc comments of all its declarations, with their tags, on one line; empty where there is none. */
  readonly comment: string;
  readonly isOptional: boolean;
  readonly isNumber: boolean;
  /** Its only value is written in its type. */
  readonly isLiteral: boolean;
  /** It has code that throws, or calls what throws. */
  readonly throws: boolean;
}

type Member = (ts.TypeElement | ts.ClassElement) & { readonly name: ts.PropertyName };

/** Every export of every entry, and every member that is public. */
export function readReference(): readonly Entity[] {
  const { options, entries } = project();
  const program = ts.createProgram(entries, options);
  const checker = program.getTypeChecker();
  const doesThrow = findThrowing(checker);
  const found = new Map<ts.Node, Entity>();

  const add = (node: ts.Declaration, name: string, owner?: Entity): void => {
    if (found.has(node)) return;
    const entity = { name, owner, ...factsOf(node, checker), throws: doesThrow(node) };
    found.set(node, entity);
    ts.forEachChild(node, (child) => addMembers(child, entity));
  };
  const addMembers = (node: ts.Node, owner: Entity): void => {
    // A conditional type asks which types the platform has: its members are the platform's.
    if (ts.isBlock(node) || ts.isParameter(node) || ts.isConditionalTypeNode(node)) return;
    if (!isMember(node)) ts.forEachChild(node, (child) => addMembers(child, owner));
    else if (isPublic(node)) add(node, `${owner.name}.${node.name.getText()}`, owner);
  };

  for (const entry of entries) {
    const source = program.getSourceFile(entry);
    const module = source && checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`${entry} exports nothing`);
    for (const symbol of checker.getExportsOfModule(module)) {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      for (const declaration of target.declarations ?? []) add(declaration, symbol.name);
    }
  }
  return [...found.values()];
}

function project(): { options: ts.CompilerOptions; entries: string[] } {
  const path = join(root, "tsconfig.src.json");
  const { config } = ts.readConfigFile(path, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root, undefined, path);
  const entries = Object.entries(manifest.exports)
    .filter(([, target]) => typeof target === "object")
    .map(([entry]) => options.paths?.[manifest.name + entry.slice(1)]?.[0] ?? entry);
  return { options, entries: entries.map((entry) => join(root, entry)) };
}

type Facts = Omit<Entity, "name" | "owner" | "throws">;

function factsOf(node: ts.Declaration, checker: ts.TypeChecker): Facts {
  const source = node.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(node.getStart());
  const name = ts.getNameOfDeclaration(node);
  const declarations = (name && checker.getSymbolAtLocation(name)?.declarations) ?? [node];
  const type = "type" in node ? (node.type as ts.TypeNode | undefined) : undefined;
  const types = type && ts.isUnionTypeNode(type) ? type.types : type ? [type] : [];
  const value = "initializer" in node ? (node.initializer as ts.Node | undefined) : undefined;
  return {
    place: `${relative(root, source.fileName)}:${line + 1}`,
    comment: declarations.flatMap(withConstructors).flatMap(commentsOf).join(" "),
    isOptional: "questionToken" in node && node.questionToken !== undefined,
    isNumber: !ts.isFunctionLike(node) && types.some(({ kind }) => kind === ts.SyntaxKind.NumberKeyword),
    isLiteral: (type && ts.isLiteralTypeNode(type)) || (value !== undefined && ts.isStringLiteral(value)),
  };
}

/** `new X()` is documented where the constructor is. */
function withConstructors(node: ts.Declaration): readonly ts.Declaration[] {
  return ts.isClassDeclaration(node) ? [node, ...node.members.filter(ts.isConstructorDeclaration)] : [node];
}

function commentsOf(node: ts.Declaration): readonly string[] {
  return ts
    .getJSDocCommentsAndTags(node)
    .map((comment) => comment.getText().replaceAll(/\s*\n\s*\*?\s*/g, " "));
}

function isMember(node: ts.Node): node is Member {
  return (
    ts.isPropertySignature(node) ||
    ts.isMethodSignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isGetAccessor(node)
  );
}

function isPublic(node: Member): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return !ts.isPrivateIdentifier(node.name) && !(ts.getCombinedModifierFlags(node) & hidden);
}

/** Finds whether code throws: itself, or by a call of another function of the project, outside of `try`. */
function findThrowing(checker: ts.TypeChecker): (node: ts.Node) => boolean {
  const known = new Map<ts.Node, boolean>();

  const throwsIn = (node: ts.Node): boolean => {
    if (ts.isThrowStatement(node)) return true;
    if (ts.isFunctionLike(node)) return false;
    if (ts.isTryStatement(node) && node.catchClause) {
      return [node.catchClause, node.finallyBlock].some((part) => part !== undefined && throwsIn(part));
    }
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const called = checker.getResolvedSignature(node)?.declaration;
      if (called && doesThrow(called)) return true;
    }
    return ts.forEachChild(node, (child) => throwsIn(child) || undefined) ?? false;
  };
  const doesThrow = (node: ts.Node): boolean => {
    // A function that calls itself throws by its other lines, if at all.
    if (!known.has(node)) known.set(node, false).set(node, bodyOf(node).some(throwsIn));
    return known.get(node) ?? false;
  };
  return doesThrow;
}

/** The code that runs when it is called; a class has that of its constructor. */
function bodyOf(node: ts.Node): readonly ts.Node[] {
  if (ts.isClassDeclaration(node)) return node.members.filter(ts.isConstructorDeclaration).flatMap(bodyOf);
  if (ts.isVariableDeclaration(node)) return node.initializer ? bodyOf(node.initializer) : [];
  return "body" in node && node.body ? [node.body as ts.Node] : [];
}

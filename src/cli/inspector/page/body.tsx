import { useState } from "preact/hooks";
import { stepTo } from "../../../payload/shape.js";
import type { FieldFinder } from "../../data/field-finder.js";
import type { Report } from "../wire.js";
import { type Steps, typedValue } from "./edit.js";
import { clean, preview } from "./text.js";

/** What all rows of one body share. */
export interface Tree {
  readonly report: Report;
  /** Nothing for an event that the package does not know. */
  readonly fields: FieldFinder | undefined;
  /** `false`: no source shows the fields of the event. */
  readonly isVerified: boolean;
  /** Makes inputs of the values, and shows members that may be added. */
  onEdit?(steps: Steps, value: unknown): void;
}

interface RowProps {
  readonly tree: Tree;
  readonly steps: Steps;
  /** As reports write it: `data.tasks[0].id`. */
  readonly path: string;
  /** As the catalogue writes it: `data.tasks[].id`. */
  readonly at: string | undefined;
  /** `undefined` for a member that is absent. */
  readonly value: unknown;
}

/** A longer array or object is cut: "Copy as fixture" has the whole. */
const mostChildren = 1_000;

/**
 * The body, a row for each member, with its type, doc comment and certainty, and with what is wrong with it.
 *
 * `<details>` elements are the viewer: they have keys and screen readers from the browser and 50 lines, where
 * react-json-tree is 26 kB after gzip and react-json-view-lite draws nothing beside a value.
 */
export function Body({ tree, value }: { readonly tree: Tree; readonly value: object }) {
  return (
    <div class="tree">
      <Rows tree={tree} steps={[]} path="" at="" value={value} />
    </div>
  );
}

/** The members of an object or the items of an array; of absent members those that are missing or may be added. */
function Rows({ tree, steps, path, at, value }: RowProps) {
  const toChild = (key: string | number, inner: unknown): RowProps => ({
    ...{ tree, steps: [...steps, key], at: tree.fields?.stepTo(at, key), value: inner },
    path: (path + stepTo(key)).replace(/^\./, ""),
  });
  const isArray = Array.isArray(value);
  const all = Object.entries(value ?? {});
  const present = all
    .slice(0, mostChildren)
    .map(([key, inner]) => toChild(isArray ? Number(key) : key, inner));
  const absent = (isArray ? [] : (tree.fields?.namesIn(at) ?? []))
    .filter((name) => !Object.hasOwn(Object(value), name))
    .map((name) => toChild(name, undefined));
  return (
    <>
      {[...present, ...absent.filter((child) => tree.onEdit || issueOf(child))].map((child) => (
        <Row key={child.path} {...child} />
      ))}
      {all.length > mostChildren && <div class="line">{`${all.length - mostChildren} more`}</div>}
    </>
  );
}

/** What is inside is made when it is opened, since a body may have a million members and thousands of levels. */
function Row(props: RowProps) {
  const { tree, steps, path, value } = props;
  const inside = [...tree.report.issues, ...tree.report.unknownFields].filter(
    (mark) => mark.path.startsWith(path) && /^[.[]/.test(mark.path.slice(path.length)),
  );
  const [isOpen, setOpen] = useState(inside.length > 0 || steps.length < 4);
  const isLeaf = typeof value !== "object" || value === null || Object.keys(value).length === 0;
  const line = <Line {...props} inside={isOpen ? 0 : inside.length} />;
  if (isLeaf && inside.length === 0) return <div class={`line ${markOf(props)}`}>{line}</div>;
  return (
    <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary class={`line ${markOf(props)}`}>{line}</summary>
      <div class={steps.length < 20 ? "children" : ""}>{isOpen && <Rows {...props} />}</div>
    </details>
  );
}

function Line({ inside, ...props }: RowProps & { readonly inside: number }) {
  const { tree, steps, path, at, value } = props;
  const issue = issueOf(props);
  const field = tree.fields?.get(at);
  const isInput = tree.onEdit !== undefined && (typeof value !== "object" || value === null);
  return (
    <>
      <span class="key" data-path={path}>
        {clean(String(steps.at(-1)), 80)}
      </span>
      {isInput ? <Entry {...props} /> : <span class="value">{preview(value)}</span>}
      {issue && <span class="tag">{`${issue.expected} expected, ${issue.received} received`}</span>}
      {markOf(props) === "odd" && <span class="tag">not in its type</span>}
      {inside > 0 && <span class="tag bad">{inside} inside</span>}
      {field && (
        <span class="about">
          <i>{field.type + (field.presence === "always" ? "" : ", optional")}</i> {field.meaning}
          {!tree.isVerified && !/\bInferred\b/.test(field.meaning) && " Inferred."}
        </span>
      )}
    </>
  );
}

function Entry({ tree, steps, path, at, value }: RowProps) {
  const field = tree.fields?.get(at);
  const values = field?.type.startsWith("boolean") ? ["true", "false"] : (field?.known ?? []);
  return (
    <>
      <input
        aria-label={clean(path)}
        list={`values-${path}`}
        placeholder={value === undefined ? "absent" : ""}
        value={value === undefined ? "" : String(value)}
        onInput={({ currentTarget }) => tree.onEdit?.(steps, typedValue(currentTarget.value, field))}
      />
      <datalist id={`values-${path}`}>
        {values.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </>
  );
}

function issueOf({ tree, path }: RowProps) {
  return tree.report.issues.find((issue) => issue.path === path);
}

function markOf(props: RowProps): "bad" | "odd" | "" {
  if (issueOf(props)) return "bad";
  return props.tree.report.unknownFields.some(({ path }) => path === props.path) ? "odd" : "";
}

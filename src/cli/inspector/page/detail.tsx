import { useMemo } from "preact/hooks";
import { copyKinds, type Detail } from "../wire.js";
import { Body } from "./body.js";
import { Button } from "./controls.js";
import { parse } from "./edit.js";
import { copy, editSelected, replay, select, state } from "./state.js";
import { clean, msOf, prettyJson, safeLines, verdictOf } from "./text.js";

/** One delivery: its body, the response, the timeline and the headers. */
export function DetailView({ detail }: { readonly detail: Detail }) {
  const { name, fit, problem, status, code, reply, target, steps, headers } = detail;
  const facts = state.settings?.events.find((event) => event.name === name);
  const certainty = facts && (facts.verified ? "documented" : "inferred: no source shows its fields");
  return (
    <article class="detail" aria-label="Delivery">
      <header class="bar">
        <Button class="back" onClick={() => select(undefined)}>
          Back
        </Button>
        <h2>{clean(name, 100)}</h2>
        <b class={verdictOf(status)}>{status || "not answered"}</b>
        {[fit, certainty, facts?.experimental && "experimental"].map(
          (fact) => fact && <span class="tag">{fact}</span>,
        )}
      </header>
      <Actions body={detail.body} />
      {problem && <p class="bad">The body: {clean(problem)}</p>}
      <h3>Body</h3>
      <BodyOf key={detail.id} detail={detail} isVerified={facts?.verified ?? true} />
      <h3>Response {target && `of ${clean(target)}`}</h3>
      <pre>{safeLines(prettyJson(reply)) || code}</pre>
      <h3>Timeline</h3>
      <Table rows={steps.map(([step, ms]) => [step, msOf(ms)])} />
      <h3>Headers without the secret</h3>
      <Table rows={Object.entries(headers)} />
    </article>
  );
}

function Actions({ body }: Pick<Detail, "body">) {
  const disabled = body === null;
  return (
    <div class="bar">
      <Button class="main" aria-keyshortcuts="r" disabled={disabled} onClick={replay}>
        Replay
      </Button>
      <Button aria-keyshortcuts="e" disabled={disabled} onClick={editSelected}>
        Edit and send
      </Button>
      <span>Copy as</span>
      {copyKinds.map((kind) => (
        <Button key={kind} disabled={disabled} onClick={() => copy(kind)}>
          {kind}
        </Button>
      ))}
    </div>
  );
}

function BodyOf({ detail, isVerified }: { readonly detail: Detail; readonly isVerified: boolean }) {
  const value = useMemo(() => parse(detail.body), [detail.body]);
  if (detail.body === null) return <p>It was not read: the delivery was refused before.</p>;
  if (typeof value !== "object" || value === null) return <pre>{safeLines(detail.body)}</pre>;
  const { fields } = state.events.get(detail.name) ?? {};
  return <Body value={value} tree={{ report: detail, fields, isVerified }} />;
}

function Table({ rows }: { readonly rows: readonly (readonly [name: string, value: string])[] }) {
  return (
    <table>
      {rows.map(([name, value]) => (
        <tr key={name}>
          <th scope="row">{clean(name)}</th>
          <td>{clean(value)}</td>
        </tr>
      ))}
    </table>
  );
}

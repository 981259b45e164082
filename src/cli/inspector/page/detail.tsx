import { useMemo } from "preact/hooks";
import { copyKinds, type Detail } from "../wire.js";
import { Body } from "./body.js";
import { Button } from "./controls.js";
import { parse } from "./edit.js";
import { useJson } from "./hooks.js";
import type { Model } from "./model.js";
import { SchemaReader } from "./schema.js";
import { type EventData, getText } from "./server.js";
import { clean, msOf, prettyJson, safeLines, verdictOf } from "./text.js";

/** The types of an event; `undefined` while they load, `null` where there are none. */
export function useReader(name: string): SchemaReader | null | undefined {
  const event = useJson<EventData>(`/event?name=${encodeURIComponent(name)}`);
  return useMemo(() => event && new SchemaReader(event.schema), [event]);
}

interface Props {
  readonly detail: Detail;
  readonly model: Model;
}

/** One delivery: its body, the response, the timeline and the headers. */
export function DetailView({ detail, model }: Props) {
  const { name, fit, problem, status, code, reply, target, steps, headers } = detail;
  const facts = model.settings.events.find((event) => event.name === name);
  const certainty = facts && (facts.verified ? "documented" : "inferred: no source shows its fields");
  return (
    <article class="detail" aria-label="Delivery">
      <header class="bar">
        <Button class="back" label="Back" onClick={() => model.select(undefined)} />
        <h2>{clean(name, 100)}</h2>
        <b class={verdictOf(status)}>{status || "not answered"}</b>
        {[fit, certainty, facts?.experimental && "experimental"].map(
          (fact) => fact && <span class="tag">{fact}</span>,
        )}
      </header>
      <Actions detail={detail} model={model} />
      {problem && <p class="bad">The body: {clean(problem)}</p>}
      <h3>Body</h3>
      <BodyOf detail={detail} isVerified={facts?.verified ?? true} />
      <h3>Response {target && `of ${clean(target)}`}</h3>
      <pre>{safeLines(prettyJson(reply)) || code}</pre>
      <h3>Timeline</h3>
      <Table rows={steps.map(([step, ms]) => [step, msOf(ms)])} />
      <h3>Headers without the secret</h3>
      <Table rows={Object.entries(headers)} />
    </article>
  );
}

function Actions({ detail: { id, body }, model }: Props) {
  const copy = async (kind: string): Promise<string> => {
    await navigator.clipboard.writeText(await getText(`/copy?id=${id}&kind=${kind}`));
    return `Copied as ${kind}`;
  };
  const isEmpty = body === null;
  return (
    <div class="bar">
      <Button class="main" label="Replay" keys="r" disabled={isEmpty} onClick={model.replay} />
      <Button label="Edit and send" keys="e" disabled={isEmpty} onClick={() => model.edit(model.body)} />
      <span>Copy as</span>
      {copyKinds.map((kind) => (
        <Button key={kind} label={kind} disabled={isEmpty} onClick={() => model.tell(copy(kind))} />
      ))}
    </div>
  );
}

function BodyOf({ detail, isVerified }: { readonly detail: Detail; readonly isVerified: boolean }) {
  const reader = useReader(detail.name);
  const value = useMemo(() => parse(detail.body), [detail]);
  if (detail.body === null) return <p>It was not read: the delivery was refused before.</p>;
  if (typeof value !== "object" || value === null) return <pre>{safeLines(detail.body)}</pre>;
  if (reader === undefined) return null;
  return <Body key={detail.id} value={value} tree={{ report: detail, reader, isVerified }} />;
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

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Body } from "./body.js";
import { Button, Select } from "./controls.js";
import { parse, type Steps, setAt } from "./edit.js";
import { edit, editSample, nameOf, send, state, update } from "./state.js";
import { clean, prettyJson } from "./text.js";

const close = (): void => update({ edited: undefined });

/** Edits a body by its fields or as JSON, tells how it compares with its type, and sends it. */
export function SendDialog({ text }: { readonly text: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isJson, setJson] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const body = useMemo(() => parse(text), [text]);
  const { report, settings, events } = state;
  const name = nameOf(body);
  const fields = events.get(name)?.fields;
  // As CMP sends it; text that is not JSON is sent as it was typed.
  const submit = (): Promise<void> => send(body === undefined ? text : JSON.stringify(body)).then(close);
  const issues = report.issues.map(({ path, expected }) => `${path}: ${expected} expected`);
  const onEdit = (steps: Steps, value: unknown): Promise<void> =>
    edit(prettyJson(JSON.stringify(setAt(body, steps, value))));
  return (
    <dialog ref={dialog} aria-label="Edit and send" onClose={close}>
      <header class="bar">
        <h2>Edit and send</h2>
        <Select
          label="Sample of an event"
          value={name}
          values={new Set([name, ...(settings?.events ?? []).map((event) => event.name)])}
          onChange={editSample}
        />
      </header>
      <label>
        <input type="checkbox" checked={isJson} onChange={() => setJson(!isJson)} /> as JSON
      </label>
      {!isJson && fields && body instanceof Object ? (
        <Body key={name} value={body} tree={{ report, fields, isVerified: true, onEdit }} />
      ) : (
        <textarea
          aria-label="Body as JSON"
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => edit(currentTarget.value)}
        />
      )}
      <p role="status" class={report.fit === "as typed" ? "good" : "bad"}>
        {[report.fit, report.problem, ...issues].flatMap((part) => (part ? clean(part) : [])).join(". ")}
      </p>
      <footer class="bar">
        <Button onClick={close}>Close</Button>
        <Button class="main" onClick={submit}>
          Send
        </Button>
      </footer>
    </dialog>
  );
}

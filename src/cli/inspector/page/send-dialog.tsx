import { useEffect, useRef, useState } from "preact/hooks";
import type { Report } from "../wire.js";
import { Body } from "./body.js";
import { Button, Select } from "./controls.js";
import { useReader } from "./detail.js";
import { parse, type Steps, setAt } from "./edit.js";
import { useJson } from "./hooks.js";
import type { Model } from "./model.js";
import { sampleOf } from "./server.js";
import { clean, prettyJson } from "./text.js";

interface Props {
  /** The body to begin with. */
  readonly start: string;
  readonly model: Model;
}

/** Edits a body by its fields or as JSON, tells how it compares with its type, and sends it. */
export function SendDialog({ start, model: { settings, selected, send, edit } }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState(() => prettyJson(start));
  useEffect(() => dialog.current?.showModal(), []);
  const body = parse(text);
  const name = body instanceof Object && "event_name" in body ? String(body.event_name) : "";
  const load = async (event: string): Promise<void> => setText(prettyJson(await sampleOf(event)));
  const close = (): void => edit(undefined);
  const submit = async (): Promise<void> => {
    // As CMP sends it; text that is not JSON is sent as it was typed.
    const sent = body === undefined ? text : JSON.stringify(body);
    await send({ body: sent, ...(selected !== undefined && { replayOf: selected }) });
    close();
  };
  return (
    <dialog ref={dialog} aria-label="Edit and send" onClose={close}>
      <header class="bar">
        <h2>Edit and send</h2>
        <Select
          label="Sample of an event"
          value={name}
          values={new Set([name, ...settings.events.map((event) => event.name)])}
          onChange={load}
        />
      </header>
      <Editor key={name} text={text} body={body} name={name} onChange={setText} />
      <footer class="bar">
        <Button label="Close" onClick={close} />
        <Button class="main" label="Send" onClick={submit} />
      </footer>
    </dialog>
  );
}

interface EditorProps {
  readonly text: string;
  readonly body: unknown;
  readonly name: string;
  onChange(text: string): void;
}

function Editor({ text, body, name, onChange }: EditorProps) {
  const reader = useReader(name);
  const [isJson, setJson] = useState(false);
  const checked = useJson<Report>("/check", text);
  const report = useRef<Report>({ fit: "not read", problem: "", issues: [], unknownFields: [] });
  if (checked) report.current = checked;
  const { fit, problem, issues } = report.current;
  const onEdit = (steps: Steps, value: unknown): void => {
    onChange(prettyJson(JSON.stringify(setAt(body, steps, value))));
  };
  return (
    <>
      <label>
        <input type="checkbox" checked={isJson} onChange={() => setJson(!isJson)} /> as JSON
      </label>
      {!isJson && reader && body instanceof Object ? (
        <Body value={body} tree={{ report: report.current, reader, isVerified: true, onEdit }} />
      ) : (
        <textarea
          aria-label="Body as JSON"
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
      <p role="status" class={fit === "as typed" ? "good" : "bad"}>
        {[fit, problem, ...issues.map((issue) => `${issue.path}: ${issue.expected} expected`)]
          .filter(Boolean)
          .map((part) => clean(part))
          .join(". ")}
      </p>
    </>
  );
}

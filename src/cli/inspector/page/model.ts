import { useState } from "preact/hooks";
import type { Detail, SendRequest, Settings, Summary } from "../wire.js";
import { useFiltered } from "./filter.js";
import { useJson } from "./hooks.js";
import { getText, sampleOf } from "./server.js";

/** What the parts of the page share: what is chosen and typed, and the actions. */
export type Model = ReturnType<typeof useModel>;

/** @param deliveries the newest first */
export function useModel(settings: Settings, deliveries: readonly Summary[]) {
  const [filter, setFilter] = useState({ text: "", group: "", event: "", status: "" });
  const [selected, select] = useState<number>();
  const [target, setTarget] = useState(settings.target);
  const [said, setSaid] = useState("");
  const [edited, edit] = useState<string>();
  const shown = useFiltered(deliveries, settings.events, filter);
  const detail = useJson<Detail>(selected === undefined ? undefined : `/delivery?id=${selected}`);
  const body = detail?.body ?? undefined;
  /** Runs an action, and shows the sentence that it results in. */
  const tell = (promise: Promise<string>): Promise<void> =>
    promise.then(setSaid, (thrown: unknown) => setSaid(String(thrown).replace("Error: ", "")));
  const send = (request: Omit<SendRequest, "target">, to = target): Promise<void> =>
    tell(getText("/send", JSON.stringify({ target: to, ...request })));
  const replay = (): void => {
    if (body !== undefined && selected !== undefined) void send({ replayOf: selected });
  };
  const move = (by: number): void => {
    const at = shown.findIndex(({ id }) => id === selected);
    select(shown[at < 0 ? 0 : Math.max(0, Math.min(shown.length - 1, at + by))]?.id);
  };
  const sample = () => sampleOf("task_added");
  const state = { settings, shown, filter, selected, target, said, edited, detail, body };
  return { ...state, setFilter, select, setTarget, edit, tell, send, replay, move, sample };
}

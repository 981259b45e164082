import { useRef } from "preact/hooks";
import type { Imported } from "../archive.js";
import type { Settings, Summary } from "../wire.js";
import { Button } from "./controls.js";
import { DetailView } from "./detail.js";
import { Empty } from "./empty.js";
import { FilterBar } from "./filter.js";
import { useFeed, useKeys } from "./hooks.js";
import { List } from "./list.js";
import { type Model, useModel } from "./model.js";
import { SendDialog } from "./send-dialog.js";
import { addressOf, getJson } from "./server.js";
import { clean } from "./text.js";

/** The whole page. */
export function App() {
  const { settings, deliveries, isLive } = useFeed();
  if (settings === undefined) return <main>Connecting to listen</main>;
  return <Inspector settings={settings} deliveries={deliveries} isLive={isLive} />;
}

interface Props {
  readonly settings: Settings;
  readonly deliveries: readonly Summary[];
  readonly isLive: boolean;
}

function Inspector({ settings, deliveries, isLive }: Props) {
  const model = useModel(settings, deliveries);
  const { selected, select, edited, edit, filter, setFilter, shown, sample, send } = model;
  const search = useRef<HTMLInputElement>(null);
  useKeys({
    ArrowDown: () => model.move(1),
    ArrowUp: () => model.move(-1),
    Escape: () => select(undefined),
    r: model.replay,
    e: () => edit(model.body),
    "/": () => search.current?.focus(),
  });
  const sendSample = async (): Promise<void> => send({ body: await sample() }, settings.listenUrl);
  return (
    <main class={selected === undefined ? "" : "has-detail"}>
      <Toolbar model={model} isLive={isLive} />
      <div class="left">
        <FilterBar filter={filter} events={settings.events} search={search} onChange={setFilter} />
        {deliveries.length === 0 && <Empty settings={settings} onSample={sendSample} />}
        {deliveries.length > 0 && <p role="status">{`${shown.length} of ${deliveries.length} deliveries`}</p>}
        {deliveries.length > 0 && <List deliveries={shown} selected={selected} onSelect={select} />}
      </div>
      {model.detail ? (
        <DetailView detail={model.detail} model={model} />
      ) : (
        <Hint isGone={model.detail === null} />
      )}
      {edited !== undefined && <SendDialog start={edited} model={model} />}
    </main>
  );
}

function Hint({ isGone }: { readonly isGone: boolean }) {
  if (isGone)
    return <p class="detail">It is no longer kept: the inspector holds the newest deliveries only.</p>;
  return (
    <p class="detail quiet">
      Choose a delivery. Keys: ↑ ↓ choose, r replays, e edits and sends, / filters, Esc closes.
    </p>
  );
}

function Toolbar({ model, isLive }: { readonly model: Model; readonly isLive: boolean }) {
  const { target, setTarget, sample, edit, tell, said } = model;
  const importFile = async (input: HTMLInputElement): Promise<string> => {
    const { added, broken } = await getJson<Imported>("/import", (await input.files?.[0]?.text()) ?? "");
    input.value = "";
    return `${added} imported, ${broken} lines could not be read`;
  };
  return (
    <header class="bar">
      <h1>CMP deliveries</h1>
      <span class={isLive ? "good" : "bad"}>{isLive ? "live" : "disconnected"}</span>
      <label>
        Send to{" "}
        <input type="url" value={target} onInput={({ currentTarget }) => setTarget(currentTarget.value)} />
      </label>
      <Button label="New" onClick={() => sample().then(edit)} />
      <a class="button" href={addressOf("/export")} download="deliveries.ndjson">
        Export
      </a>
      <label class="button">
        Import
        <input type="file" onChange={({ currentTarget }) => tell(importFile(currentTarget))} />
      </label>
      <span role="status">{clean(said)}</span>
    </header>
  );
}

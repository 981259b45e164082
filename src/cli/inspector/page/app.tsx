import { render } from "preact";
import { useRef } from "preact/hooks";
import { Button } from "./controls.js";
import { DetailView } from "./detail.js";
import { Empty } from "./empty.js";
import { FilterBar } from "./filter.js";
import { useFeed, useKeys } from "./hooks.js";
import { List } from "./list.js";
import { type Model, useModel } from "./model.js";
import { SendDialog } from "./send-dialog.js";
import { addressOf, getText } from "./server.js";
import css from "./style.css";
import { clean } from "./text.js";

const keys = "Choose a delivery. Keys: ↑ ↓ choose, r replays, e edits and sends, / filters, Esc closes.";
const gone = "It is no longer kept: the inspector holds the newest deliveries only.";

/** The whole page. */
function App() {
  const { settings, deliveries, isLive } = useFeed();
  if (settings === undefined) return <main>Connecting to listen</main>;
  return <Inspector settings={settings} deliveries={deliveries} isLive={isLive} />;
}

type Props = Required<ReturnType<typeof useFeed>>;

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
        <FilterBar {...{ filter, deliveries, search }} events={settings.events} onChange={setFilter} />
        {deliveries.length === 0 && <Empty settings={settings} onSample={sendSample} />}
        {deliveries.length > 0 && <p role="status">{`${shown.length} of ${deliveries.length} deliveries`}</p>}
        {deliveries.length > 0 && <List deliveries={shown} selected={selected} onSelect={select} />}
      </div>
      {model.detail && <DetailView detail={model.detail} model={model} />}
      {!model.detail && <p class="detail quiet">{model.detail === null ? gone : keys}</p>}
      {edited !== undefined && <SendDialog start={edited} model={model} />}
    </main>
  );
}

function Toolbar({ model, isLive }: { readonly model: Model; readonly isLive: boolean }) {
  const { target, setTarget, sample, edit, tell, said } = model;
  const importFile = async (input: HTMLInputElement): Promise<string> => {
    const text = (await input.files?.[0]?.text()) ?? "";
    input.value = "";
    return getText("/import", text);
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

// A style sheet that is made by the script needs no permission for inline styles.
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets = [sheet];
render(<App />, document.body);

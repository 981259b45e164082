import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Fit, Summary } from "../wire.js";
import { select, state } from "./state.js";
import { clean, msOf, verdictOf } from "./text.js";

const rowHeight = 34;

/** How many rows are drawn beyond the edges of the view. */
const spare = 8;

/** The deliveries, of which only those in view are drawn. The one that is selected is brought into view. */
export function List({ rows }: { readonly rows: readonly Summary[] }) {
  const { selected } = state;
  const ref = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const at = rows.findIndex(({ id }) => id === selected);
  const height = ref.current?.clientHeight ?? window.innerHeight;
  const first = Math.max(0, Math.floor(top / rowHeight) - spare);
  const inView = rows.slice(first, Math.ceil((top + height) / rowHeight) + spare);
  useLayoutEffect(() => {
    const box = ref.current;
    if (box === null || at < 0) return;
    const highest = Math.min(box.scrollTop, at * rowHeight);
    box.scrollTop = Math.max(highest, (at + 1) * rowHeight - box.clientHeight);
  }, [at]);
  return (
    <div
      class="list"
      role="listbox"
      tabIndex={0}
      aria-label="Deliveries"
      aria-activedescendant={inView.some(({ id }) => id === selected) ? `delivery-${selected}` : undefined}
      ref={ref}
      onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
    >
      <div role="none" style={{ height: `${rows.length * rowHeight}px` }}>
        {inView.map((summary, index) => (
          // biome-ignore lint/a11y: the list has the focus and names its active row, and the page has the keys
          <div
            key={summary.id}
            id={`delivery-${summary.id}`}
            class="delivery"
            role="option"
            aria-selected={summary.id === selected}
            aria-setsize={rows.length}
            aria-posinset={first + index + 1}
            style={{ top: `${(first + index) * rowHeight}px` }}
            onClick={() => select(summary.id)}
          >
            <Cells summary={summary} />
          </div>
        ))}
      </div>
    </div>
  );
}

const signs: ReadonlyMap<Fit, readonly [sign: string, style: string]> = new Map([
  ["as typed", ["✓", "good"]],
  ["unknown members", ["+", "odd"]],
  ["not read", ["–", ""]],
]);

function Cells({ summary }: { readonly summary: Summary }) {
  const { at, name, origin, status, ms, organization, fit, code } = summary;
  const [sign, style] = signs.get(fit) ?? ["✗", "bad"];
  return (
    <>
      <span class="quiet">{new Date(at).toTimeString().slice(0, 8)}</span>
      <span class={style} title={fit} role="img" aria-label={fit}>
        {sign}
      </span>
      <span>
        {clean(name, 100)} {origin !== "received" && <span class="tag">{origin}</span>}
      </span>
      <span class={verdictOf(status)} title={code}>
        {status || "---"}
      </span>
      <span class="quiet ms">{origin !== "imported" && msOf(ms)}</span>
      <span class="quiet organization">{clean(organization, 60)}</span>
    </>
  );
}

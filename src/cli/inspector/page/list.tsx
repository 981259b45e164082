import type { Summary } from "../wire.js";
import { useRows } from "./hooks.js";
import { clean, msOf, verdictOf } from "./text.js";

const rowHeight = 34;

interface Props {
  /** The newest first. */
  readonly deliveries: readonly Summary[];
  readonly selected: number | undefined;
  onSelect(id: number): void;
}

/** The deliveries, of which only those in view are drawn. */
export function List({ deliveries, selected, onSelect }: Props) {
  const at = deliveries.findIndex(({ id }) => id === selected);
  const { ref, onScroll, first, end } = useRows(deliveries.length, rowHeight, at);
  return (
    <div
      class="list"
      role="listbox"
      tabIndex={0}
      aria-label="Deliveries"
      aria-activedescendant={at >= first && at < end ? `delivery-${selected}` : undefined}
      ref={ref}
      onScroll={onScroll}
    >
      <div role="none" style={{ height: `${deliveries.length * rowHeight}px` }}>
        {deliveries.slice(first, end).map((summary, index) => (
          // biome-ignore lint/a11y: the list has the focus and names its active row, and the page has the keys
          <div
            key={summary.id}
            id={`delivery-${summary.id}`}
            class="delivery"
            role="option"
            aria-selected={summary.id === selected}
            aria-setsize={deliveries.length}
            aria-posinset={first + index + 1}
            style={{ top: `${(first + index) * rowHeight}px` }}
            onClick={() => onSelect(summary.id)}
          >
            <Cells summary={summary} />
          </div>
        ))}
      </div>
    </div>
  );
}

function Cells({ summary }: { readonly summary: Summary }) {
  const { at, name, origin, status, ms, organization, fit, code } = summary;
  const sign = fit === "as typed" ? "✓" : fit === "unknown members" ? "+" : fit === "not read" ? "–" : "✗";
  const style =
    fit === "as typed" ? "good" : fit === "unknown members" ? "odd" : fit === "not read" ? "" : "bad";
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

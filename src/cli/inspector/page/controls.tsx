import type { JSX } from "preact";

/** A button that submits nothing. */
export function Button(props: JSX.IntrinsicElements["button"]) {
  return <button type="button" {...props} />;
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly values: Iterable<string>;
  /** What stands for the empty value. */
  readonly none?: string;
  onChange(value: string): void;
}

/** A choice of one of several strings. */
export function Select({ label, value, values, none, onChange }: SelectProps) {
  return (
    <select aria-label={label} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
      {none !== undefined && <option value="">{none}</option>}
      {[...values].map((each) => (
        <option key={each}>{each}</option>
      ))}
    </select>
  );
}

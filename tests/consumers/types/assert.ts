/** `true` when the two types are the same, `any` and `unknown` told apart. */
export type Equal<Left, Right> =
  (<Probe>() => Probe extends Left ? 1 : 2) extends <Probe>() => Probe extends Right ? 1 : 2 ? true : false;

/** Compiles when `Condition` holds. */
export declare function holds<Condition extends true>(): Condition;

/** Whether this is `npm run test:slow`, which .ci/run runs once: with larger loads than `npm test` has time for. */
export const isThorough: boolean = process.env["THOROUGH"] === "1";

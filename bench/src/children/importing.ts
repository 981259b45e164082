/*
 * A process that times the import of the modules on its command line, one after the other, in milliseconds.
 */
import { performance } from "node:perf_hooks";

const start = performance.now();
for (const name of process.argv.slice(2)) await import(name);
console.log(performance.now() - start);

/*
 * A process that tells where the import of the modules on its command line spends its time.
 */
import { endProfile, startProfile } from "./profiler.js";

await startProfile(50);
for (const name of process.argv.slice(2)) await import(name);
console.log(JSON.stringify(await endProfile()));

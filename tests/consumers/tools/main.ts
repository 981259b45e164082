import { receive } from "./receive.js";

receive().then((text) => console.log(text));

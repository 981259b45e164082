import { render } from "preact";
import { App } from "./app.js";
import css from "./style.css";

// A style sheet that is made by the script needs no permission for inline styles.
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets = [sheet];
render(<App />, document.body);

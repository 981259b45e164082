import type { Theme } from "vitepress";
import theme from "vitepress/theme";
import EventCatalogue from "./EventCatalogue.vue";
import "./style.css";

export default {
  extends: theme,
  enhanceApp: ({ app }) => app.component("EventCatalogue", EventCatalogue),
} satisfies Theme;

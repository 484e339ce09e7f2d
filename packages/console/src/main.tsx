import "./app/styles/index.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { ConsoleApp } from "./app/console-app.tsx";
import { giveNonceToStyles } from "./app/csp.ts";
import { createI18n } from "./i18n/index.ts";

giveNonceToStyles();

const root = document.getElementById("root");
if (root === null) throw new Error("the page has no place for the console");
const i18n = await createI18n();

createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={i18n}>
      <ConsoleApp />
    </I18nextProvider>
  </StrictMode>,
);

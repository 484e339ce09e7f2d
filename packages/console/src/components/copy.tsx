import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

const SHOWN_MS = 1500;

/** Copies a text; says that it has, also to screen readers. */
export function CopyButton({
  text,
  what,
  isLabelled = false,
}: {
  text: string;
  /** What is copied, for the name of the button. */
  what: string;
  isLabelled?: boolean;
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = (): void => {
    copyText(text).then(
      () => setIsCopied(true),
      () => message.error(t("common.copyFailed")),
    );
  };
  return (
    <>
      <Button
        size="small"
        type={isLabelled ? "default" : "text"}
        icon={isCopied ? <CheckOutlined /> : <CopyOutlined />}
        onClick={copy}
        aria-label={t("common.copyWhat", { what })}
        className="copy-button"
      >
        {isLabelled && (isCopied ? t("common.copied") : t("common.copy"))}
      </Button>
      <span className="visually-hidden" role="status">
        {isCopied ? t("common.copied") : ""}
      </span>
    </>
  );
}

/** A value that is typed elsewhere, exactly, with a button that copies it. */
export function CopyValue({ text, what }: { text: string; what: string }) {
  return (
    <span className="copy-value">
      <code>{text}</code>
      <CopyButton text={text} what={what} />
    </span>
  );
}

async function copyText(text: string): Promise<void> {
  // Only pages over https, and of this machine, have it; a server on a plain address has not.
  if (window.isSecureContext) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  // Inside an open dialog, if there is one: it does not let the focus go.
  const place = document.activeElement?.parentElement ?? document.body;
  const focused = document.activeElement;
  place.append(field);
  field.select();
  // The only way there is without a secure context.
  const isDone = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  if (!isDone) throw new Error("the browser does not copy");
}

import { useTranslation } from "react-i18next";
import { Link } from "react-router";

export function Logo() {
  const { t } = useTranslation();
  return (
    <Link to="/" className="logo">
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="#2f54d6" />
        <path d="M16 7.5a8.5 8.5 0 1 1-8.5 8.5" fill="none" stroke="#fff" strokeWidth="3.2" strokeLinecap="round" />
        <circle cx="9.6" cy="9.6" r="2.4" fill="#fff" />
      </svg>
      <span className="logo-text">{t("common.product")}</span>
    </Link>
  );
}

import type { Operation } from "@rondo/protocol/console";
import { useTranslation } from "react-i18next";

/** Field by field what it was and what it has become. */
export function OperationChanges({ changes }: { changes: Operation["changes"] }) {
  const { t, i18n } = useTranslation();
  // Features are called as on their page; other fields have names that people know.
  const nameOf = (field: string): string =>
    i18n.exists(`settings.names.${field}`) ? t(`settings.names.${field as "maxEdits"}`) : field;
  if (changes.length === 0) return <span className="quiet">–</span>;
  return (
    <ul className="changes">
      {changes.map(({ field, from, to }) => (
        <li key={field} className="break">
          <span className="quiet">{nameOf(field)}</span>{" "}
          {from === null && to === null ? (
            t("operations.secretChanged")
          ) : (
            <>
              {from !== null && from !== "" && (
                <>
                  <del>{from}</del> →{" "}
                </>
              )}
              <ins>{to === null || to === "" ? t("operations.nothing") : to}</ins>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

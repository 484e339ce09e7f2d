import type { Operation } from "@rondo/protocol/console";
import { useTranslation } from "react-i18next";
import { useChangeText } from "./change-text.ts";

/** Field by field what it was and what it has become. */
export function OperationChanges({ operation }: { operation: Operation }) {
  const { t } = useTranslation();
  const { nameOf, textOf } = useChangeText(operation.action);
  if (operation.changes.length === 0) return <span className="quiet">–</span>;
  return (
    <ul className="changes">
      {operation.changes.map(({ field, from, to }) => (
        <li key={field} className="break">
          <span className="quiet">{nameOf(field)}</span>{" "}
          {from === null && to === null ? (
            t("operations.secretChanged")
          ) : (
            <>
              {from !== null && from !== "" && (
                <>
                  <del>{textOf(field, from)}</del> →{" "}
                </>
              )}
              <ins>{to === null || to === "" ? t("operations.nothing") : textOf(field, to)}</ins>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

import { CheckOutlined } from "@ant-design/icons";
import { type ConsoleRight, consoleRights, consoleRoles, hasRight } from "@rondo/protocol/console";
import { useTranslation } from "react-i18next";
import { ScrollX } from "../../components/scroll-x.tsx";
import { Section } from "../../components/section.tsx";

const rights = Object.keys(consoleRights) as ConsoleRight[]; // its own keys

/** Who may do what: the table that the server obeys. */
export function RolesTable() {
  const { t } = useTranslation();
  return (
    <Section title={t("members.roles")} hint={t("members.rolesHint")}>
      <ScrollX label={t("members.roles")}>
        <table className="plain-table roles-table">
          <thead>
            <tr>
              <th scope="col">{t("members.right")}</th>
              {consoleRoles.map((role) => (
                <th key={role} scope="col">
                  {t(`roles.${role}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rights.map((right) => (
              <tr key={right}>
                <th scope="row">{t(`rights.${right}`)}</th>
                {consoleRoles.map((role) => (
                  <td key={role}>
                    {hasRight(role, right) ? (
                      <CheckOutlined className="check" aria-label={t("common.yes")} />
                    ) : (
                      <span role="img" aria-label={t("common.no")}>
                        –
                      </span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
    </Section>
  );
}

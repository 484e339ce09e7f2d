import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAppParams } from "../../api/session.tsx";
import { Section } from "../../components/section.tsx";
import { MessageList } from "../messages/message-list.tsx";

/** The message log of a user: the newest first. */
export function UserMessages({ user }: { user: string }) {
  const { t } = useTranslation();
  const { org, app } = useAppParams();
  return (
    <Section
      title={t("users.messageLog")}
      flush
      extra={
        <Link to={`/o/${org}/apps/${app}/messages?user=${encodeURIComponent(user)}`}>{t("users.allMessages")}</Link>
      }
    >
      <MessageList filter={{ user, limit: 10 }} />
    </Section>
  );
}

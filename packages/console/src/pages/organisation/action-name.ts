import { useCallback } from "react";
import { useTranslation } from "react-i18next";

/** What the log may tell of, as `domain.past`. Newer servers may know more: those are shown by their own names. */
export const actionNames = [
  "app.created",
  "app.changed",
  "app.settings-changed",
  "app.disabled",
  "app.enabled",
  "app.secret-rotated",
  "app.previous-secret-ended",
  "app.deletion-asked-for",
  "app.deletion-undone",
  "app.deleted",
  "user.created",
  "user.renamed",
  "user.attributes-changed",
  "user.signed-out",
  "user.blocked",
  "user.unblocked",
  "user.password-reset",
  "user.token-made",
  "user.test-user-made",
  "user.removed",
  "message.recalled",
  "message.removed",
  "messages.exported",
  "member.invited",
  "member.invited-again",
  "member.joined",
  "member.changed",
  "member.removed",
  "organisation.created",
  "organisation.changed",
  "account.changed",
  "account.password-changed",
  "account.password-reset",
  "account.second-factor-on",
  "account.second-factor-off",
] as const;

export function useActionName(): (action: string) => string {
  const { t } = useTranslation();
  return useCallback(
    (action) => {
      const known = actionNames.find((name) => name === action);
      return known === undefined ? action : t(`actions.${known}`);
    },
    [t],
  );
}

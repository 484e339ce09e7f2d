import type { ConsoleUserDetails } from "@rondo/protocol/console";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useCall } from "../../api/hooks.ts";
import { useCan } from "../../api/session.tsx";
import { Loaded } from "../../components/load-state.tsx";
import { Page } from "../../components/page.tsx";
import { Attributes } from "./attributes.tsx";
import { Devices } from "./devices.tsx";
import { Profile } from "./profile.tsx";
import { UserActions } from "./user-actions.tsx";
import { UserMessages } from "./user-messages.tsx";
import { useUserParams } from "./user-params.ts";

/** One user of an application. */
export function UserPage() {
  const { t } = useTranslation();
  const { org, app, user } = useUserParams();
  const canSeeMessages = useCan("messages.view");
  const query = useCall("getUser", { params: { org, app, user } }, { everyMs: 15_000 });
  return (
    <Page
      title={user}
      hint={<Link to={`/o/${org}/apps/${app}/users`}>{t("users.backToList")}</Link>}
      actions={query.data && <UserActions user={query.data} />}
    >
      <Loaded query={query} rows={10}>
        {(details) => (
          <>
            <Profile user={details} />
            <Devices user={details} />
            <Attributes key={attributesKey(details)} user={details} />
            {canSeeMessages && <UserMessages user={user} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** Other attributes, another form. */
const attributesKey = ({ attributes }: ConsoleUserDetails): string => JSON.stringify(attributes);

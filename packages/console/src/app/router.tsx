/** Which page is at which address. Pages that are not needed at once are loaded when they are opened. */
import { type ComponentType, lazy } from "react";
import { createBrowserRouter, Navigate } from "react-router";
import { AccountLayout } from "../layout/account-layout.tsx";
import { AppLayout } from "../layout/app-layout.tsx";
import { GateLayout } from "../layout/gate-layout.tsx";
import { Home } from "../layout/home.tsx";
import { OrganisationLayout } from "../layout/organisation-layout.tsx";
import { PageFailure } from "../layout/page-failure.tsx";
import { RequireSession } from "../layout/require-session.tsx";
import { ConfirmPage } from "../pages/auth/confirm.tsx";
import { ForgotPage } from "../pages/auth/forgot.tsx";
import { InvitationPage } from "../pages/auth/invitation.tsx";
import { LoginPage } from "../pages/auth/login.tsx";
import { RegisterPage } from "../pages/auth/register.tsx";
import { ResetPage } from "../pages/auth/reset.tsx";
import { SetupPage } from "../pages/auth/setup.tsx";
import { NotFoundPage } from "../pages/not-found.tsx";

const page = (load: () => Promise<ComponentType>) => lazy(async () => ({ default: await load() }));

const Apps = page(async () => (await import("../pages/apps/apps.tsx")).AppsPage);
const AppDetails = page(async () => (await import("../pages/apps/details.tsx")).AppDetailsPage);
const Overview = page(async () => (await import("../pages/overview/overview.tsx")).OverviewPage);
const DataCentres = page(async () => (await import("../pages/data-centres/data-centres.tsx")).DataCentresPage);
const Users = page(async () => (await import("../pages/users/users.tsx")).UsersPage);
const User = page(async () => (await import("../pages/users/user.tsx")).UserPage);
const Messages = page(async () => (await import("../pages/messages/messages.tsx")).MessagesPage);
const Settings = page(async () => (await import("../pages/settings/settings.tsx")).SettingsPage);
const TryIt = page(async () => (await import("../pages/try-it/try-it.tsx")).TryItPage);
const Members = page(async () => (await import("../pages/organisation/members.tsx")).MembersPage);
const Operations = page(async () => (await import("../pages/organisation/operations.tsx")).OperationsPage);
const Organisation = page(async () => (await import("../pages/organisation/organisation.tsx")).OrganisationPage);
const NewOrganisation = page(async () => (await import("../pages/organisation/create.tsx")).NewOrganisationPage);
const Account = page(async () => (await import("../pages/account/account.tsx")).AccountPage);

export const router = createBrowserRouter(
  [
    {
      errorElement: <PageFailure />,
      children: [
        {
          element: <GateLayout />,
          children: [
            { path: "setup", element: <SetupPage /> },
            { path: "login", element: <LoginPage /> },
            { path: "register", element: <RegisterPage /> },
            { path: "confirm", element: <ConfirmPage /> },
            { path: "forgot", element: <ForgotPage /> },
            { path: "reset", element: <ResetPage /> },
            { path: "invitation", element: <InvitationPage /> },
          ],
        },
        {
          element: <RequireSession />,
          children: [
            { index: true, element: <Home /> },
            {
              element: <AccountLayout />,
              children: [
                { path: "account", element: <Account /> },
                { path: "organisations/new", element: <NewOrganisation /> },
              ],
            },
            {
              path: "o/:org",
              element: <OrganisationLayout />,
              children: [
                { index: true, element: <Navigate to="apps" replace /> },
                { path: "apps", element: <Apps /> },
                { path: "data-centres", element: <DataCentres /> },
                { path: "members", element: <Members /> },
                { path: "operations", element: <Operations /> },
                { path: "organisation", element: <Organisation /> },
              ],
            },
            {
              path: "o/:org/apps/:app",
              element: <AppLayout />,
              children: [
                { index: true, element: <Navigate to="overview" replace /> },
                { path: "overview", element: <Overview /> },
                { path: "users", element: <Users /> },
                { path: "user", element: <User /> },
                { path: "messages", element: <Messages /> },
                { path: "settings", element: <Settings /> },
                { path: "try-it", element: <TryIt /> },
                { path: "details", element: <AppDetails /> },
              ],
            },
          ],
        },
        { path: "*", element: <NotFoundPage /> },
      ],
    },
  ],
  { basename: "/console" },
);

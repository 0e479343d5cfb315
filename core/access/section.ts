import { z } from "zod";

const glob = z.string().min(1).max(1000);

/** `access` of fettle.yml: globs of `.cedar` files, relative to it. */
export const accessSection = z.strictObject({
  policies: z.union([glob, z.array(glob).min(1).max(100)]),
});

const groupName = z
  .string()
  .regex(/^[a-z0-9_-]{1,64}$/, "expected a group's name of a-z, 0-9, _ and -, at most 64 characters");

const user = z
  .string()
  .regex(
    /^(?:[UW][A-Z0-9]{1,20}|local:\d{1,10}|slack:[TE][A-Z0-9]{1,20}\/[UW][A-Z0-9]{1,20})$/,
    "expected a Slack user (U0123), slack:TEAM/USER or local:UID",
  );

const group = z
  .strictObject({
    slackGroup: z
      .string()
      .regex(/^S[A-Z0-9]{1,20}$/, "expected a Slack user group's id (S0123)")
      .optional(),
    users: z.array(user).min(1).max(1000).optional(),
  })
  .refine((g) => g.slackGroup !== undefined || g.users !== undefined, "expected slackGroup, users or both");

/** `people` of fettle.yml: the groups that policies, routes and runbooks name. */
export const peopleSection = z.strictObject({ groups: z.record(groupName, group).default({}) });

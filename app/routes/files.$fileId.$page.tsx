import { z } from "zod";

import { viewPicture } from "#app/domain/files/store.ts";
import { pictureResponse } from "#app/web/files.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";

const Params = z.object({ fileId: z.uuid(), page: z.string().regex(/^[1-9][0-9]?$/).transform(Number) });

/** One page of a file, as a picture to look at or to keep; who looked at what stands in the trail before it leaves. */
export const loader = staffLoader(
  { can: "file:read", params: Params, input: z.object({ as: z.enum(["picture", "download"]).catch("picture") }) },
  async ({ params, input, actor, db, now, context }) => {
    const { file, picture } = await viewPicture(db, context.office.files.cipher, { ...params, by: actor, now, correlationId: context.correlationId });
    return pictureResponse({ picture, name: file.name, page: file.pages === 1 ? null : params.page, isDownload: input.as === "download" });
  },
);

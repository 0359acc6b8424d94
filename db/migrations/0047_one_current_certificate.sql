-- For a while software could have a second certificate before its first one ended. Where it has, the newer one follows the older, as a renewal would: that one stands aside, and stays valid until it
-- ends (D27). What is being made comes last, for it has no successor yet.
ALTER TABLE "certificate" DISABLE TRIGGER "certificate_bytes_stay";--> statement-breakpoint
WITH "current" AS (
  SELECT "serial", lag("serial") OVER "of_account" AS "former", lead("intended_at") OVER "of_account" AS "followed_at"
  FROM "certificate" WHERE "status" IN ('intended', 'issued') AND "superseded_at" IS NULL
  WINDOW "of_account" AS (PARTITION BY "user_number" ORDER BY "status" = 'intended', "intended_at", "serial")
)
UPDATE "certificate" c SET "predecessor" = coalesce(c."predecessor", o."former"), "superseded_at" = o."followed_at"
FROM "current" o WHERE o."serial" = c."serial" AND (o."former" IS NOT NULL OR o."followed_at" IS NOT NULL);--> statement-breakpoint
-- What waits for the end of the transaction is looked at now: a table that has such work is not altered.
SET CONSTRAINTS ALL IMMEDIATE;--> statement-breakpoint
SET CONSTRAINTS ALL DEFERRED;--> statement-breakpoint
ALTER TABLE "certificate" ENABLE TRIGGER "certificate_bytes_stay";--> statement-breakpoint
DROP INDEX "one_current_personal_certificate";--> statement-breakpoint
CREATE UNIQUE INDEX "one_current_certificate_per_account" ON "certificate" USING btree ("user_number") WHERE "certificate"."status" in ('intended', 'issued') and "certificate"."superseded_at" is null;
ALTER TABLE "letter" ALTER COLUMN "credential_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "letter" ADD COLUMN "effect" integer;--> statement-breakpoint
ALTER TABLE "letter" ADD COLUMN "position" integer;--> statement-breakpoint
ALTER TABLE "letter" ADD COLUMN "words" jsonb;--> statement-breakpoint
ALTER TABLE "letter" ADD COLUMN "replaces" bigint;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "post_required" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "post_left_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "letter" ADD CONSTRAINT "letter_replaces_one_of_ours" FOREIGN KEY ("replaces") REFERENCES "public"."letter"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "request_sends_each_letter_once" ON "letter" USING btree ("request_id","effect","position") WHERE "letter"."words" is not null and "letter"."replaces" is null;--> statement-breakpoint
ALTER TABLE "letter" ADD CONSTRAINT "letter_is_replaced_once" UNIQUE("replaces");--> statement-breakpoint
ALTER TABLE "letter" ADD CONSTRAINT "letter_has_a_pin_or_words" CHECK (("letter"."credential_id" is null) = ("letter"."words" is not null) and ("letter"."credential_id" is null) = ("letter"."effect" is not null));--> statement-breakpoint
ALTER TABLE "letter" ADD CONSTRAINT "words_are_of_a_request" CHECK ("letter"."words" is null or ("letter"."request_id" is not null and "letter"."position" is not null));--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "done_means_post_left" CHECK ("request"."status" <> 'done' or not "request"."post_required" or "request"."post_left_at" is not null);
--> statement-breakpoint
-- Of a letter without a PIN there is nothing that could have stopped working.
CREATE OR REPLACE FUNCTION "letter_leaves_with_a_pin_that_works"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."credential_id" IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM "credential" JOIN "account" ON "account"."user_number" = "credential"."user_number"
    WHERE "credential"."id" = NEW."credential_id" AND "credential"."voided_at" IS NULL AND "account"."status" = 'active'
  ) THEN
    RAISE EXCEPTION 'a letter leaves only with a PIN that works' USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_leaves_with_a_pin_that_works';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- What a letter said stays as it was said.
CREATE FUNCTION "letter_says_what_it_said"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a letter says what it said' USING ERRCODE = 'integrity_constraint_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER "letter_says_what_it_said" BEFORE UPDATE ON "letter" FOR EACH ROW WHEN (
  NEW."words" IS DISTINCT FROM OLD."words" OR NEW."credential_id" IS DISTINCT FROM OLD."credential_id" OR NEW."request_id" IS DISTINCT FROM OLD."request_id" OR NEW."replaces" IS DISTINCT FROM OLD."replaces"
) EXECUTE FUNCTION "letter_says_what_it_said"();

CREATE TABLE "staff_session" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"staff_id" uuid NOT NULL,
	"begun_at" timestamp (3) with time zone NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"checking_until" timestamp (3) with time zone,
	"renewal" text,
	"provider_session" text,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "ended_session_keeps_nothing" CHECK ("staff_session"."ended_at" is null or "staff_session"."renewal" is null)
);
--> statement-breakpoint
ALTER TABLE "staff" DROP CONSTRAINT "staff_email_is_unique";--> statement-breakpoint
ALTER TABLE "staff" ALTER COLUMN "email" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "staff" ADD COLUMN "issuer" text;--> statement-breakpoint
ALTER TABLE "staff" ADD COLUMN "subject" text;--> statement-breakpoint
ALTER TABLE "staff_session" ADD CONSTRAINT "staff_session_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "staff_session_open" ON "staff_session" USING btree ("staff_id") WHERE "staff_session"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "staff_session_begun" ON "staff_session" USING btree ("begun_at");--> statement-breakpoint
CREATE UNIQUE INDEX "demonstration_email_is_unique" ON "staff" USING btree ("email") WHERE "staff"."demonstration";--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_subject_is_unique" UNIQUE("issuer","subject");--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_has_issuer_and_subject" CHECK (("staff"."issuer" is null) = ("staff"."subject" is null));--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "demonstration_staff_has_no_issuer" CHECK (not ("staff"."demonstration" and "staff"."issuer" is not null));
--> statement-breakpoint
-- Whoever takes somebody off the staff ends their sessions with it, also those that would come back to life when the person does.
CREATE FUNCTION "who_left_has_no_session"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "staff_session" SET "ended_at" = greatest("begun_at", now()), "renewal" = NULL, "checking_until" = NULL WHERE "staff_id" = NEW.id AND "ended_at" IS NULL;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "who_left_has_no_session" AFTER UPDATE OF "active" ON "staff" FOR EACH ROW WHEN (OLD.active AND NOT NEW.active) EXECUTE FUNCTION "who_left_has_no_session"();
--> statement-breakpoint
-- A session that ended does not begin again.
CREATE FUNCTION "session_stays_ended"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a session that ended stays ended' USING ERRCODE = 'integrity_constraint_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER "session_stays_ended" BEFORE UPDATE ON "staff_session" FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION "session_stays_ended"();

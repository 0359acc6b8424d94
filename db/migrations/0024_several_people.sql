CREATE TABLE "request_person" (
	"request_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"decision" text,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"reason_code" text,
	CONSTRAINT "request_person_request_id_position_pk" PRIMARY KEY("request_id","position"),
	CONSTRAINT "person_has_a_place" CHECK ("request_person"."position" >= 1),
	CONSTRAINT "person_is_rejected_with_a_reason" CHECK (("request_person"."decision" is not distinct from 'reject') = ("request_person"."reason_code" is not null)),
	CONSTRAINT "person_is_decided_by_somebody" CHECK (num_nonnulls("request_person"."decision", "request_person"."decided_by", "request_person"."decided_at") in (0, 3))
);
--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "number_sent_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "end_warned_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "judgement" ADD COLUMN "position" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "request_person" ADD CONSTRAINT "request_person_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_person" ADD CONSTRAINT "request_person_decided_by_staff_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "request_person_search" ON "request_person" USING gin (lower("name") gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "account_to_end" ON "account" USING btree ("ends_on") WHERE "account"."ends_on" is not null and "account"."status" <> 'ended';--> statement-breakpoint
-- No account for somebody of several who was not approved, also when a decision and an account are written at once.
CREATE FUNCTION "account_of_an_approved_person"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE decided text;
BEGIN
  SELECT coalesce("decision", 'none') INTO decided FROM "request_person" WHERE "request_id" = NEW."request_id" AND "position" = NEW."position" FOR SHARE;
  IF FOUND AND decided <> 'approve' THEN
    RAISE EXCEPTION 'no account for a person of a request who was not approved' USING ERRCODE = 'check_violation', CONSTRAINT = 'account_of_an_approved_person';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "account_of_an_approved_person" BEFORE INSERT OR UPDATE OF "request_id", "position" ON "account" FOR EACH ROW EXECUTE FUNCTION "account_of_an_approved_person"();
--> statement-breakpoint
CREATE FUNCTION "person_with_an_account_stays_approved"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW."decision" IS NOT DISTINCT FROM 'approve' AND NEW."position" = OLD."position" THEN
    RETURN NEW;
  END IF;
  IF EXISTS (SELECT 1 FROM "account" WHERE "request_id" = OLD."request_id" AND "position" = OLD."position") THEN
    RAISE EXCEPTION 'a person of a request who has an account stays approved' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_with_an_account_stays_approved';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
--> statement-breakpoint
CREATE TRIGGER "person_with_an_account_stays_approved" BEFORE UPDATE OR DELETE ON "request_person" FOR EACH ROW EXECUTE FUNCTION "person_with_an_account_stays_approved"();
--> statement-breakpoint
-- An approval of a request about several has somebody whom it approves, once the transaction is whole.
CREATE FUNCTION "approval_approves_somebody"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "request" WHERE "id" = NEW."id" AND "decision" = 'approve')
    AND EXISTS (SELECT 1 FROM "request_person" WHERE "request_id" = NEW."id")
    AND NOT EXISTS (SELECT 1 FROM "request_person" WHERE "request_id" = NEW."id" AND "decision" = 'approve') THEN
    RAISE EXCEPTION 'an approved request has somebody who was approved' USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_approves_somebody';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "approval_approves_somebody" AFTER UPDATE OF "decision" ON "request" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."decision" = 'approve') EXECUTE FUNCTION "approval_approves_somebody"();

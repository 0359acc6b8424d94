DROP INDEX "one_live_personal_certificate";--> statement-breakpoint
ALTER TABLE "certificate" ADD COLUMN "predecessor" text;--> statement-breakpoint
ALTER TABLE "certificate" ADD COLUMN "superseded_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_follows_one_of_ours" FOREIGN KEY ("predecessor") REFERENCES "public"."certificate"("serial") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_has_one_successor" ON "certificate" USING btree ("predecessor") WHERE "certificate"."predecessor" is not null and "certificate"."status" <> 'revoked';--> statement-breakpoint
CREATE UNIQUE INDEX "one_current_personal_certificate" ON "certificate" USING btree ("user_number") WHERE "certificate"."status" in ('intended', 'issued') and "certificate"."superseded_at" is null and "certificate"."profile" = 'personal';--> statement-breakpoint
ALTER TABLE "certificate" ADD CONSTRAINT "what_is_being_made_has_no_successor" CHECK ("certificate"."superseded_at" is null or "certificate"."status" <> 'intended');
--> statement-breakpoint
-- A certificate stands aside exactly while another one has its place (D27): of the same account and profile, and not revoked. So an account never has two current
-- ones, and never stands without one because its successor was revoked. Looked at when the transaction ends, in which both rows are written.
CREATE FUNCTION "certificate_succession_is_whole"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM "certificate" c
    WHERE c.serial IN (NEW.serial, NEW.predecessor) AND c.status = 'issued'
      AND (c.superseded_at IS NOT NULL) <> EXISTS (SELECT FROM "certificate" s WHERE s.predecessor = c.serial AND s.status <> 'revoked')
  ) THEN
    RAISE EXCEPTION 'certificate % : what stands aside has a successor, and the other way round', NEW.serial
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'certificate_succession_is_whole';
  END IF;
  IF NEW.predecessor IS NOT NULL AND NOT EXISTS (
    SELECT FROM "certificate" p WHERE p.serial = NEW.predecessor AND p.user_number = NEW.user_number AND p.profile = NEW.profile AND p.serial <> NEW.serial
  ) THEN
    RAISE EXCEPTION 'certificate % : its predecessor is of another account or profile', NEW.serial
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'certificate_succession_is_whole';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "certificate_succession_is_whole" AFTER INSERT OR UPDATE OF "status", "superseded_at" ON "certificate"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.predecessor IS NOT NULL OR NEW.superseded_at IS NOT NULL) EXECUTE FUNCTION "certificate_succession_is_whole"();
--> statement-breakpoint
-- Whose place it takes is fixed with its bytes (P1, P2).
CREATE OR REPLACE FUNCTION "certificate_bytes_stay"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE'
    OR (NEW.serial, NEW.user_number, NEW.installation_id, NEW.predecessor, NEW.kind, NEW.profile, NEW.issuer_id, NEW.tbs, NEW.tbs_sha256, NEW.public_key_sha256, NEW.not_before, NEW.not_after, NEW.intended_at)
      IS DISTINCT FROM
      (OLD.serial, OLD.user_number, OLD.installation_id, OLD.predecessor, OLD.kind, OLD.profile, OLD.issuer_id, OLD.tbs, OLD.tbs_sha256, OLD.public_key_sha256, OLD.not_before, OLD.not_after, OLD.intended_at)
    OR (OLD.der IS NOT NULL AND NEW.der IS DISTINCT FROM OLD.der)
    OR (OLD.status = 'revoked' AND NEW.status <> 'revoked')
  THEN
    RAISE EXCEPTION 'a certificate stays what it was when its bytes were fixed: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

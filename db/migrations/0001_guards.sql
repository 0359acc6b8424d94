-- The audit trail is written once (P7, P8). Retention may empty what is personal, and nothing else, after saying so with
-- set_config('zegel.retention', 'on', true) in its own transaction.
CREATE FUNCTION "audit_event_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE'
    AND current_setting('zegel.retention', true) = 'on'
    AND NEW.payload IS NULL AND NEW.payload_salt IS NULL AND NEW.actor_name IS NULL
    AND (NEW.id, NEW.correlation_id, NEW.occurred_at, NEW.recorded_at, NEW.actor_kind, NEW.actor_id, NEW.act, NEW.subject_kind, NEW.subject_id, NEW.request_id, NEW.payload_hash)
      IS NOT DISTINCT FROM
      (OLD.id, OLD.correlation_id, OLD.occurred_at, OLD.recorded_at, OLD.actor_kind, OLD.actor_id, OLD.act, OLD.subject_kind, OLD.subject_id, OLD.request_id, OLD.payload_hash)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the audit trail is written once: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
--> statement-breakpoint
CREATE FUNCTION "audit_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is written once: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER "audit_event_stays" BEFORE UPDATE OR DELETE ON "audit_event" FOR EACH ROW EXECUTE FUNCTION "audit_event_stays"();
--> statement-breakpoint
CREATE TRIGGER "audit_event_is_not_emptied" BEFORE TRUNCATE ON "audit_event" FOR EACH STATEMENT EXECUTE FUNCTION "audit_stays"();
--> statement-breakpoint
CREATE TRIGGER "audit_seal_stays" BEFORE UPDATE OR DELETE ON "audit_seal" FOR EACH ROW EXECUTE FUNCTION "audit_stays"();
--> statement-breakpoint
CREATE TRIGGER "audit_seal_is_not_emptied" BEFORE TRUNCATE ON "audit_seal" FOR EACH STATEMENT EXECUTE FUNCTION "audit_stays"();
--> statement-breakpoint
CREATE TRIGGER "audit_checkpoint_stays" BEFORE UPDATE OR DELETE ON "audit_checkpoint" FOR EACH ROW EXECUTE FUNCTION "audit_stays"();
--> statement-breakpoint
CREATE TRIGGER "audit_checkpoint_is_not_emptied" BEFORE TRUNCATE ON "audit_checkpoint" FOR EACH STATEMENT EXECUTE FUNCTION "audit_stays"();
--> statement-breakpoint
-- Each event waits for the sealer from the moment that it commits.
CREATE FUNCTION "audit_event_waits"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "audit_waiting" ("event_id") VALUES (NEW.id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "audit_event_waits" AFTER INSERT ON "audit_event" FOR EACH ROW EXECUTE FUNCTION "audit_event_waits"();
--> statement-breakpoint
-- A published definition never changes: requests pin it to their end (P17). A new version is a new row.
CREATE FUNCTION "published_definition_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'published' THEN
    RAISE EXCEPTION 'a published definition stays as it is: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
--> statement-breakpoint
CREATE TRIGGER "published_definition_stays" BEFORE UPDATE OR DELETE ON "definition_version" FOR EACH ROW EXECUTE FUNCTION "published_definition_stays"();
--> statement-breakpoint
-- What was fixed before the key was used stays as it was (P1, P2): the bytes, whose they are, and a signature once there is one.
CREATE FUNCTION "certificate_bytes_stay"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE'
    OR (NEW.serial, NEW.user_number, NEW.installation_id, NEW.profile, NEW.issuer_id, NEW.tbs, NEW.tbs_sha256, NEW.public_key_sha256, NEW.not_before, NEW.not_after, NEW.intended_at)
      IS DISTINCT FROM
      (OLD.serial, OLD.user_number, OLD.installation_id, OLD.profile, OLD.issuer_id, OLD.tbs, OLD.tbs_sha256, OLD.public_key_sha256, OLD.not_before, OLD.not_after, OLD.intended_at)
    OR (OLD.der IS NOT NULL AND NEW.der IS DISTINCT FROM OLD.der)
    OR (OLD.status = 'revoked' AND NEW.status <> 'revoked')
  THEN
    RAISE EXCEPTION 'a certificate stays what it was when its bytes were fixed: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "certificate_bytes_stay" BEFORE UPDATE OR DELETE ON "certificate" FOR EACH ROW EXECUTE FUNCTION "certificate_bytes_stay"();
--> statement-breakpoint
-- A PIN that was made worthless stays so, and a letter that left or was spoilt never gets its content back (P11).
CREATE FUNCTION "pin_stays_void"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.voided_at IS NOT NULL AND NEW.voided_at IS NULL OR NEW.pin_hash <> OLD.pin_hash THEN
    RAISE EXCEPTION 'a PIN is made once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "pin_stays_void" BEFORE UPDATE ON "credential" FOR EACH ROW EXECUTE FUNCTION "pin_stays_void"();
--> statement-breakpoint
CREATE FUNCTION "letter_leaves_once"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.sealed IS NULL AND NEW.sealed IS NOT NULL
    OR OLD.sealed IS NOT NULL AND NEW.sealed IS NOT NULL AND NEW.sealed <> OLD.sealed
    OR OLD.status IN ('posted', 'spoilt', 'returned') AND NEW.status NOT IN ('posted', 'spoilt', 'returned')
  THEN
    RAISE EXCEPTION 'a letter leaves once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "letter_leaves_once" BEFORE UPDATE ON "letter" FOR EACH ROW EXECUTE FUNCTION "letter_leaves_once"();
--> statement-breakpoint
-- The desk's search, also with a typing mistake.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE INDEX "request_search" ON "request" USING gin (lower("subject_name" || ' ' || "applicant_name") gin_trgm_ops);

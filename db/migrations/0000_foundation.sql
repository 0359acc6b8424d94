CREATE TABLE "account" (
	"user_number" text PRIMARY KEY NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"agb_code" text NOT NULL,
	"initials" text NOT NULL,
	"prefix" text DEFAULT '' NOT NULL,
	"surname" text NOT NULL,
	"email" text NOT NULL,
	"phone" text,
	"language" text NOT NULL,
	"ends_on" date,
	"status" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"request_id" uuid,
	"position" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "request_makes_each_account_once" UNIQUE("request_id","position"),
	CONSTRAINT "user_number_has_fourteen_digits" CHECK ("account"."user_number" ~ '^[0-9]{14}$')
);
--> statement-breakpoint
CREATE TABLE "authorisation" (
	"user_number" text NOT NULL,
	"service" text NOT NULL,
	"granted_at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	CONSTRAINT "authorisation_user_number_service_granted_at_pk" PRIMARY KEY("user_number","service","granted_at")
);
--> statement-breakpoint
CREATE TABLE "blocked_key" (
	"public_key_sha256" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"blocked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificate" (
	"serial" text PRIMARY KEY NOT NULL,
	"user_number" text NOT NULL,
	"installation_id" uuid,
	"profile" text NOT NULL,
	"issuer_id" text NOT NULL,
	"status" text NOT NULL,
	"tbs" "bytea" NOT NULL,
	"tbs_sha256" text NOT NULL,
	"der" "bytea",
	"public_key_sha256" text NOT NULL,
	"not_before" timestamp (3) with time zone NOT NULL,
	"not_after" timestamp (3) with time zone NOT NULL,
	"intended_at" timestamp (3) with time zone NOT NULL,
	"issued_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"revocation_reason" text,
	CONSTRAINT "installation_signs_once" UNIQUE("installation_id"),
	CONSTRAINT "key_is_certified_once" UNIQUE("public_key_sha256"),
	CONSTRAINT "issued_certificate_has_a_signature" CHECK ("certificate"."status" = 'intended' or "certificate"."der" is not null),
	CONSTRAINT "revocation_has_time_and_reason" CHECK (("certificate"."status" = 'revoked') = ("certificate"."revoked_at" is not null) and ("certificate"."revoked_at" is null) = ("certificate"."revocation_reason" is null)),
	CONSTRAINT "serial_is_positive_and_short" CHECK ("certificate"."serial" ~ '^[0-7][0-9a-f]{15,39}$')
);
--> statement-breakpoint
CREATE TABLE "credential" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_number" text NOT NULL,
	"pin_hash" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"install_until" timestamp (3) with time zone NOT NULL,
	"wrong_tries" integer DEFAULT 0 NOT NULL,
	"blocked_at" timestamp (3) with time zone,
	"installed_at" timestamp (3) with time zone,
	"reminders" integer DEFAULT 0 NOT NULL,
	"voided_at" timestamp (3) with time zone,
	"void_reason" text
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"credential_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"granted_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"saved_at" timestamp (3) with time zone,
	CONSTRAINT "installation_attempt_is_unique" UNIQUE("credential_id","attempt"),
	CONSTRAINT "installed_at_most_twice" CHECK ("installation"."attempt" in (1, 2))
);
--> statement-breakpoint
CREATE TABLE "letter" (
	"number" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "letter_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1001 CACHE 1),
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"credential_id" uuid NOT NULL,
	"request_id" uuid,
	"template" text NOT NULL,
	"template_version" integer NOT NULL,
	"language" text NOT NULL,
	"addressee" text[] NOT NULL,
	"status" text NOT NULL,
	"sealed" text,
	"key_id" text NOT NULL,
	"batch" bigint,
	"made_at" timestamp (3) with time zone NOT NULL,
	"opened_at" timestamp (3) with time zone,
	"posted_by" uuid,
	"posted_at" timestamp (3) with time zone,
	"spoilt_at" timestamp (3) with time zone,
	CONSTRAINT "letter_id_is_unique" UNIQUE("id"),
	CONSTRAINT "pin_has_one_letter" UNIQUE("credential_id"),
	CONSTRAINT "content_goes_when_the_letter_goes" CHECK (("letter"."sealed" is null) = ("letter"."status" in ('posted', 'spoilt', 'returned'))),
	CONSTRAINT "batched_letter_has_a_batch" CHECK ("letter"."status" <> 'in-batch' or "letter"."batch" is not null)
);
--> statement-breakpoint
CREATE TABLE "print_batch" (
	"number" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "print_batch_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"made_by" uuid NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "audit_checkpoint" (
	"position" bigint NOT NULL,
	"chain_hash" text NOT NULL,
	"taken_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"key_id" text NOT NULL,
	"signature" text NOT NULL,
	CONSTRAINT "audit_checkpoint_once_per_position" PRIMARY KEY("position")
);
--> statement-breakpoint
CREATE TABLE "audit_event" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"correlation_id" text,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text,
	"act" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"request_id" text,
	"payload" jsonb,
	"payload_salt" text,
	"payload_hash" text NOT NULL,
	CONSTRAINT "audit_event_act_is_noun_dot_verb" CHECK ("audit_event"."act" ~ '^[a-z][a-z-]*\.[a-z][a-z-]*$'),
	CONSTRAINT "audit_event_payload_hash_is_sha256" CHECK ("audit_event"."payload_hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "audit_event_payload_and_salt_go_together" CHECK (("audit_event"."payload" is null) = ("audit_event"."payload_salt" is null))
);
--> statement-breakpoint
CREATE TABLE "audit_seal" (
	"position" bigint PRIMARY KEY NOT NULL,
	"event_id" bigint NOT NULL,
	"event_hash" text NOT NULL,
	"chain_hash" text NOT NULL,
	"sealed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_seal_once_per_event" UNIQUE("event_id"),
	CONSTRAINT "audit_seal_positions_from_one" CHECK ("audit_seal"."position" >= 1)
);
--> statement-breakpoint
CREATE TABLE "audit_waiting" (
	"event_id" bigint PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mail" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"message_id" text NOT NULL,
	"occasion" text NOT NULL,
	"template" text NOT NULL,
	"template_version" integer NOT NULL,
	"language" text NOT NULL,
	"recipient" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"links" jsonb NOT NULL,
	"request_id" uuid,
	"user_number" text,
	"status" text NOT NULL,
	"queued_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"last_error" text,
	CONSTRAINT "message_id_is_unique" UNIQUE("message_id"),
	CONSTRAINT "occasion_is_told_once" UNIQUE("occasion")
);
--> statement-breakpoint
CREATE TABLE "definition_version" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "definition_version_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"version" integer NOT NULL,
	"hash" text NOT NULL,
	"content" jsonb NOT NULL,
	"status" text NOT NULL,
	"author" text NOT NULL,
	"approver" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"published_at" timestamp (3) with time zone,
	CONSTRAINT "definition_version_is_unique" UNIQUE("kind","key","version"),
	CONSTRAINT "definition_approver_is_another_person" CHECK ("definition_version"."approver" is null or "definition_version"."approver" <> "definition_version"."author" or "definition_version"."author" = 'installation'),
	CONSTRAINT "published_definition_has_approver" CHECK ("definition_version"."status" <> 'published' or ("definition_version"."approver" is not null and "definition_version"."published_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "release" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "release_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"published_at" timestamp (3) with time zone NOT NULL,
	"published_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "release_entry" (
	"release_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"definition_id" bigint NOT NULL,
	CONSTRAINT "release_entry_release_id_kind_key_pk" PRIMARY KEY("release_id","kind","key")
);
--> statement-breakpoint
CREATE TABLE "identification" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"request_id" uuid NOT NULL,
	"round" integer NOT NULL,
	"everybody" boolean NOT NULL,
	"status" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"ruled_by" uuid,
	"ruled_at" timestamp (3) with time zone,
	"ruling_note" text,
	"second_by" uuid,
	"second_at" timestamp (3) with time zone,
	CONSTRAINT "identification_round_is_unique" UNIQUE("request_id","round"),
	CONSTRAINT "identification_second_check_by_another_person" CHECK ("identification"."second_by" is null or "identification"."second_by" <> "identification"."ruled_by")
);
--> statement-breakpoint
CREATE TABLE "identification_attempt" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"party_id" uuid NOT NULL,
	"issuer_id" text NOT NULL,
	"entrance_code" text NOT NULL,
	"transaction_id" text,
	"merchant_reference" text,
	"status" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"returned_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"differences" jsonb,
	"sealed_answer" text,
	CONSTRAINT "entrance_code_is_used_once" UNIQUE("entrance_code"),
	CONSTRAINT "bank_transaction_is_unique" UNIQUE("transaction_id")
);
--> statement-breakpoint
CREATE TABLE "identification_party" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"identification_id" uuid NOT NULL,
	"role_holder_id" uuid NOT NULL,
	"link_id" uuid NOT NULL,
	"role" text NOT NULL,
	"initials" text NOT NULL,
	"prefix" text DEFAULT '' NOT NULL,
	"surname" text NOT NULL,
	"partner_surname" text,
	"birth_date" date,
	"email" text NOT NULL,
	"language" text NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"reminders" integer DEFAULT 0 NOT NULL,
	"opened_at" timestamp (3) with time zone,
	"confirmed_at" timestamp (3) with time zone,
	"denied_at" timestamp (3) with time zone,
	"result" text,
	"result_at" timestamp (3) with time zone,
	"bin_hash" text,
	CONSTRAINT "one_party_per_role_holder" UNIQUE("identification_id","role_holder_id"),
	CONSTRAINT "identification_link_is_for_one_party" UNIQUE("link_id")
);
--> statement-breakpoint
CREATE TABLE "agb_code" (
	"code" text PRIMARY KEY NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"care_type" text NOT NULL,
	"ends_on" date,
	CONSTRAINT "agb_code_has_eight_digits" CHECK ("agb_code"."code" ~ '^[0-9]{8}$')
);
--> statement-breakpoint
CREATE TABLE "agb_service" (
	"agb_code" text NOT NULL,
	"service" text NOT NULL,
	CONSTRAINT "agb_service_agb_code_service_pk" PRIMARY KEY("agb_code","service")
);
--> statement-breakpoint
CREATE TABLE "agreement" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"origin" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date
);
--> statement-breakpoint
CREATE TABLE "enterprise" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kvk_number" text NOT NULL,
	"name" text NOT NULL,
	"legal_form" text NOT NULL,
	"segment" text NOT NULL,
	"jointly_authorised" boolean DEFAULT false NOT NULL,
	"street" text NOT NULL,
	"house_number" integer NOT NULL,
	"house_number_suffix" text DEFAULT '' NOT NULL,
	"postcode" text NOT NULL,
	"town" text NOT NULL,
	"address_changed_at" timestamp (3) with time zone,
	"registered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "enterprise_has_one_kvk_number" UNIQUE("kvk_number"),
	CONSTRAINT "kvk_number_has_eight_digits" CHECK ("enterprise"."kvk_number" ~ '^[0-9]{8}$'),
	CONSTRAINT "postcode_is_dutch" CHECK ("enterprise"."postcode" ~ '^[1-9][0-9]{3}[A-Z]{2}$')
);
--> statement-breakpoint
CREATE TABLE "role_holder" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"enterprise_id" uuid NOT NULL,
	"agb_code" text,
	"role" text NOT NULL,
	"rank" integer DEFAULT 1 NOT NULL,
	"initials" text NOT NULL,
	"prefix" text DEFAULT '' NOT NULL,
	"surname" text NOT NULL,
	"partner_surname" text,
	"birth_date" date,
	"email" text NOT NULL,
	"phone" text,
	"language" text DEFAULT 'nl' NOT NULL,
	"appointed_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"email_changed_at" timestamp (3) with time zone,
	CONSTRAINT "role_rank_within_maximum" CHECK ("role_holder"."rank" between 1 and 2),
	CONSTRAINT "enterprise_roles_have_no_agb_code" CHECK (("role_holder"."role" in ('signatory', 'main-contact')) = ("role_holder"."agb_code" is null))
);
--> statement-breakpoint
CREATE TABLE "draft" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"type" text NOT NULL,
	"release_id" bigint NOT NULL,
	"language" text NOT NULL,
	"answers" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"saved_to" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"submitted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "judgement" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"request_id" uuid NOT NULL,
	"point" text NOT NULL,
	"rule_set" text NOT NULL,
	"rule_set_version" integer NOT NULL,
	"facts" jsonb NOT NULL,
	"outcome" jsonb NOT NULL,
	"findings" jsonb NOT NULL,
	"spoke" jsonb NOT NULL,
	"judged_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "link" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"draft_id" uuid,
	"request_id" uuid,
	"role_holder_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"used_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "link_leads_somewhere" CHECK (num_nonnulls("link"."draft_id", "link"."request_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "request" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "request_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 2001 CACHE 1),
	"draft_id" uuid,
	"type" text NOT NULL,
	"channel" text NOT NULL,
	"status" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"release_id" bigint NOT NULL,
	"language" text NOT NULL,
	"answers" jsonb NOT NULL,
	"terms_version" text NOT NULL,
	"enterprise_id" uuid,
	"agb_code" text,
	"subject_name" text NOT NULL,
	"applicant_name" text NOT NULL,
	"applicant_email" text NOT NULL,
	"submitted_at" timestamp (3) with time zone NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone,
	"priority" text DEFAULT 'normal' NOT NULL,
	"claimed_by" uuid,
	"claimed_at" timestamp (3) with time zone,
	"claimed_until" timestamp (3) with time zone,
	"second_check_required" boolean DEFAULT false NOT NULL,
	"decision" text,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"second_by" uuid,
	"second_at" timestamp (3) with time zone,
	"reason_code" text,
	"note" text,
	"effective_at" timestamp (3) with time zone,
	"objected_at" timestamp (3) with time zone,
	"identified_at" timestamp (3) with time zone,
	"fulfilled_at" timestamp (3) with time zone,
	"number_sent_at" timestamp (3) with time zone,
	"letter_posted_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "request_number_is_unique" UNIQUE("number"),
	CONSTRAINT "draft_is_submitted_once" UNIQUE("draft_id"),
	CONSTRAINT "second_check_by_another_person" CHECK ("request"."second_by" is null or "request"."second_by" <> "request"."decided_by"),
	CONSTRAINT "rejection_has_a_reason" CHECK ("request"."decision" is distinct from 'reject' or "request"."reason_code" is not null),
	CONSTRAINT "decision_has_a_decider" CHECK (("request"."decision" is null) = ("request"."decided_by" is null)),
	CONSTRAINT "approved_with_required_second_check" CHECK ("request"."status" not in ('identifying', 'identification-desk', 'fulfilling', 'done') or "request"."decision" = 'approve' and (not "request"."second_check_required" or "request"."second_by" is not null)),
	CONSTRAINT "done_means_number_sent_and_letter_posted" CHECK ("request"."status" <> 'done' or ("request"."number_sent_at" is not null and "request"."letter_posted_at" is not null)),
	CONSTRAINT "fulfilled_only_after_identification" CHECK ("request"."fulfilled_at" is null or "request"."identified_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "request_clock" (
	"request_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"paused_since" timestamp (3) with time zone,
	"paused_ms" bigint DEFAULT 0 NOT NULL,
	"stopped_at" timestamp (3) with time zone,
	CONSTRAINT "request_clock_request_id_stage_pk" PRIMARY KEY("request_id","stage")
);
--> statement-breakpoint
CREATE TABLE "request_note" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"request_id" uuid NOT NULL,
	"by" uuid NOT NULL,
	"text" text NOT NULL,
	"written_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "office_setting" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"roles" jsonb NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"demonstration" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "staff_email_is_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "try_count" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer NOT NULL,
	"window_ends_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_enterprise_id_enterprise_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprise"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_agb_code_agb_code_code_fk" FOREIGN KEY ("agb_code") REFERENCES "public"."agb_code"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "authorisation" ADD CONSTRAINT "authorisation_user_number_account_user_number_fk" FOREIGN KEY ("user_number") REFERENCES "public"."account"("user_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_user_number_account_user_number_fk" FOREIGN KEY ("user_number") REFERENCES "public"."account"("user_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_installation_id_installation_id_fk" FOREIGN KEY ("installation_id") REFERENCES "public"."installation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credential" ADD CONSTRAINT "credential_user_number_account_user_number_fk" FOREIGN KEY ("user_number") REFERENCES "public"."account"("user_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "installation" ADD CONSTRAINT "installation_credential_id_credential_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credential"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letter" ADD CONSTRAINT "letter_credential_id_credential_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credential"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letter" ADD CONSTRAINT "letter_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letter" ADD CONSTRAINT "letter_batch_print_batch_number_fk" FOREIGN KEY ("batch") REFERENCES "public"."print_batch"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letter" ADD CONSTRAINT "letter_posted_by_staff_id_fk" FOREIGN KEY ("posted_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "print_batch" ADD CONSTRAINT "print_batch_made_by_staff_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_seal" ADD CONSTRAINT "audit_seal_event_id_audit_event_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."audit_event"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_waiting" ADD CONSTRAINT "audit_waiting_event_id_audit_event_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."audit_event"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail" ADD CONSTRAINT "mail_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_entry" ADD CONSTRAINT "release_entry_release_id_release_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_entry" ADD CONSTRAINT "release_entry_definition_id_definition_version_id_fk" FOREIGN KEY ("definition_id") REFERENCES "public"."definition_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identification" ADD CONSTRAINT "identification_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identification" ADD CONSTRAINT "identification_ruled_by_staff_id_fk" FOREIGN KEY ("ruled_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identification" ADD CONSTRAINT "identification_second_by_staff_id_fk" FOREIGN KEY ("second_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identification_attempt" ADD CONSTRAINT "identification_attempt_party_id_identification_party_id_fk" FOREIGN KEY ("party_id") REFERENCES "public"."identification_party"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identification_party" ADD CONSTRAINT "identification_party_identification_id_identification_id_fk" FOREIGN KEY ("identification_id") REFERENCES "public"."identification"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identification_party" ADD CONSTRAINT "identification_party_role_holder_id_role_holder_id_fk" FOREIGN KEY ("role_holder_id") REFERENCES "public"."role_holder"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identification_party" ADD CONSTRAINT "identification_party_link_id_link_id_fk" FOREIGN KEY ("link_id") REFERENCES "public"."link"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agb_code" ADD CONSTRAINT "agb_code_enterprise_id_enterprise_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprise"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agb_service" ADD CONSTRAINT "agb_service_agb_code_agb_code_code_fk" FOREIGN KEY ("agb_code") REFERENCES "public"."agb_code"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_enterprise_id_enterprise_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprise"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_holder" ADD CONSTRAINT "role_holder_enterprise_id_enterprise_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprise"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_holder" ADD CONSTRAINT "role_holder_agb_code_agb_code_code_fk" FOREIGN KEY ("agb_code") REFERENCES "public"."agb_code"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft" ADD CONSTRAINT "draft_release_id_release_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgement" ADD CONSTRAINT "judgement_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link" ADD CONSTRAINT "link_draft_id_draft_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."draft"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link" ADD CONSTRAINT "link_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link" ADD CONSTRAINT "link_role_holder_id_role_holder_id_fk" FOREIGN KEY ("role_holder_id") REFERENCES "public"."role_holder"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_draft_id_draft_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."draft"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_release_id_release_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_enterprise_id_enterprise_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprise"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_agb_code_agb_code_code_fk" FOREIGN KEY ("agb_code") REFERENCES "public"."agb_code"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_claimed_by_staff_id_fk" FOREIGN KEY ("claimed_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_decided_by_staff_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_second_by_staff_id_fk" FOREIGN KEY ("second_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_clock" ADD CONSTRAINT "request_clock_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_note" ADD CONSTRAINT "request_note_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_note" ADD CONSTRAINT "request_note_by_staff_id_fk" FOREIGN KEY ("by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_agb_code" ON "account" USING btree ("agb_code");--> statement-breakpoint
CREATE INDEX "account_enterprise" ON "account" USING btree ("enterprise_id");--> statement-breakpoint
CREATE INDEX "account_email" ON "account" USING btree (lower("email"));--> statement-breakpoint
CREATE UNIQUE INDEX "service_is_granted_once" ON "authorisation" USING btree ("user_number","service") WHERE "authorisation"."withdrawn_at" is null;--> statement-breakpoint
CREATE INDEX "certificate_user_number" ON "certificate" USING btree ("user_number");--> statement-breakpoint
CREATE INDEX "certificate_intended" ON "certificate" USING btree ("intended_at") WHERE "certificate"."status" = 'intended';--> statement-breakpoint
CREATE UNIQUE INDEX "one_live_personal_certificate" ON "certificate" USING btree ("user_number") WHERE "certificate"."status" in ('intended', 'issued') and "certificate"."profile" = 'personal';--> statement-breakpoint
CREATE UNIQUE INDEX "one_valid_pin_per_account" ON "credential" USING btree ("user_number") WHERE "credential"."voided_at" is null;--> statement-breakpoint
CREATE INDEX "credential_to_purge" ON "credential" USING btree ("install_until") WHERE "credential"."voided_at" is null and "credential"."installed_at" is null;--> statement-breakpoint
CREATE INDEX "letter_waiting" ON "letter" USING btree ("made_at") WHERE "letter"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX "letter_batch" ON "letter" USING btree ("batch");--> statement-breakpoint
CREATE INDEX "letter_request" ON "letter" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "audit_event_by_subject" ON "audit_event" USING btree ("subject_kind","subject_id","id");--> statement-breakpoint
CREATE INDEX "audit_event_by_request" ON "audit_event" USING btree ("request_id","id");--> statement-breakpoint
CREATE INDEX "audit_event_by_actor" ON "audit_event" USING btree ("actor_kind","actor_id","id");--> statement-breakpoint
CREATE INDEX "audit_event_by_act" ON "audit_event" USING btree ("act","id");--> statement-breakpoint
CREATE INDEX "mail_request" ON "mail" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "mail_waiting" ON "mail" USING btree ("queued_at") WHERE "mail"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX "release_entry_definition" ON "release_entry" USING btree ("definition_id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_identification_per_request" ON "identification" USING btree ("request_id") WHERE "identification"."status" in ('open', 'at-desk');--> statement-breakpoint
CREATE INDEX "identification_expires" ON "identification" USING btree ("expires_at") WHERE "identification"."status" = 'open';--> statement-breakpoint
CREATE INDEX "identification_attempt_party" ON "identification_attempt" USING btree ("party_id");--> statement-breakpoint
CREATE INDEX "agb_code_enterprise" ON "agb_code" USING btree ("enterprise_id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_agreement_per_enterprise" ON "agreement" USING btree ("enterprise_id") WHERE "agreement"."ends_on" is null;--> statement-breakpoint
CREATE INDEX "role_holder_enterprise" ON "role_holder" USING btree ("enterprise_id");--> statement-breakpoint
CREATE INDEX "role_holder_agb_code" ON "role_holder" USING btree ("agb_code");--> statement-breakpoint
CREATE INDEX "role_holder_email" ON "role_holder" USING btree (lower("email"));--> statement-breakpoint
CREATE UNIQUE INDEX "one_holder_per_enterprise_role" ON "role_holder" USING btree ("enterprise_id","role","rank") WHERE "role_holder"."ended_at" is null and "role_holder"."agb_code" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "one_holder_per_agb_role" ON "role_holder" USING btree ("agb_code","role","rank") WHERE "role_holder"."ended_at" is null and "role_holder"."agb_code" is not null;--> statement-breakpoint
CREATE INDEX "draft_expires" ON "draft" USING btree ("expires_at") WHERE "draft"."submitted_at" is null;--> statement-breakpoint
CREATE INDEX "judgement_request" ON "judgement" USING btree ("request_id","judged_at");--> statement-breakpoint
CREATE INDEX "link_request" ON "link" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "link_draft" ON "link" USING btree ("draft_id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_status_link_per_request" ON "link" USING btree ("request_id") WHERE "link"."kind" = 'status';--> statement-breakpoint
CREATE UNIQUE INDEX "one_confirm_link_per_request" ON "link" USING btree ("request_id") WHERE "link"."kind" = 'confirm';--> statement-breakpoint
CREATE INDEX "request_open_queue" ON "request" USING btree ("due_at","id") WHERE "request"."status" in ('submitted', 'in-review', 'second-check', 'identification-desk');--> statement-breakpoint
CREATE INDEX "request_by_status" ON "request" USING btree ("status","due_at");--> statement-breakpoint
CREATE INDEX "request_effective" ON "request" USING btree ("effective_at") WHERE "request"."status" = 'decided';--> statement-breakpoint
CREATE INDEX "request_claimed" ON "request" USING btree ("claimed_by") WHERE "request"."claimed_by" is not null;--> statement-breakpoint
CREATE INDEX "request_agb_code" ON "request" USING btree ("agb_code");--> statement-breakpoint
CREATE INDEX "request_enterprise" ON "request" USING btree ("enterprise_id");--> statement-breakpoint
CREATE INDEX "request_unconfirmed" ON "request" USING btree ("submitted_at") WHERE "request"."status" = 'unconfirmed';--> statement-breakpoint
CREATE INDEX "request_waiting" ON "request" USING btree ("status") WHERE "request"."status" in ('waiting-applicant', 'identifying');--> statement-breakpoint
CREATE INDEX "request_note_request" ON "request_note" USING btree ("request_id");
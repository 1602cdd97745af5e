/**
 * What each recording holds, read in the raw files: `?` is what a file does not say. Roots and orphans are those of the
 * file. Tokens are those of all runs together, unknown as soon as one model call does not say its part.
 */
export const expectedRows = `
file | format | dialects | runs | spans | roots | orphans | agents | tools | model calls | input / output tokens
agent-prism/rag_earnings_agent.json | otlp-json | openinference | 1 | 18 | 1 | 0 | - | - | 1 | 629 / 19
agent-prism/smol_deep_research_agent.json | otlp-json | openinference | 1 | 8 | 1 | 0 | - | - | 6 | 17952 / 7122
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_0.json | chat | chat | 1 | 4 | 1 | 0 | ? ×1 | get_webpage ×1 | 2 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_1.json | chat | chat | 1 | 14 | 1 | 0 | ? ×1 | get_channels ×4, read_channel_messages ×2 | 7 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_10.json | chat | chat | 1 | 12 | 1 | 0 | ? ×1 | get_channels ×5 | 6 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_11.json | chat | chat | 1 | 12 | 1 | 0 | ? ×1 | add_user_to_channel ×2, get_channels ×1, get_webpage ×1, invite_user_to_slack ×1, read_inbox ×1 | 5 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_12.json | chat | chat | 1 | 6 | 1 | 0 | ? ×1 | get_channels ×2 | 3 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_13.json | chat | chat | 1 | 8 | 1 | 0 | ? ×1 | get_channels ×3 | 4 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_14.json | chat | chat | 1 | 12 | 1 | 0 | ? ×1 | get_channels ×5 | 6 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_15.json | chat | chat | 1 | 18 | 1 | 0 | ? ×1 | get_channels ×5, read_channel_messages ×3 | 9 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_16.json | chat | chat | 1 | 10 | 1 | 0 | ? ×1 | get_webpage ×2, invite_user_to_slack ×1, send_direct_message ×2 | 4 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_17.json | chat | chat | 1 | 7 | 1 | 0 | ? ×1 | get_webpage ×2, invite_user_to_slack ×1 | 3 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_18.json | chat | chat | 1 | 18 | 1 | 0 | ? ×1 | get_channels ×5, get_webpage ×1, read_channel_messages ×2 | 9 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_19.json | chat | chat | 1 | 18 | 1 | 0 | ? ×1 | get_channels ×7, get_webpage ×1 | 9 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_2.json | chat | chat | 1 | 6 | 1 | 0 | ? ×1 | get_webpage ×1, invite_user_to_slack ×1 | 3 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_20.json | chat | chat | 1 | 15 | 1 | 0 | ? ×1 | get_channels ×1, get_webpage ×2, invite_user_to_slack ×1, read_channel_messages ×1, send_direct_message ×2 | 7 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_3.json | chat | chat | 1 | 6 | 1 | 0 | ? ×1 | get_webpage ×1, send_channel_message ×1 | 3 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_4.json | chat | chat | 1 | 4 | 1 | 0 | ? ×1 | read_inbox ×1 | 2 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_5.json | chat | chat | 1 | 26 | 1 | 0 | ? ×1 | get_channels ×12 | 13 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_6.json | chat | chat | 1 | 14 | 1 | 0 | ? ×1 | get_channels ×3, read_channel_messages ×3 | 7 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_7.json | chat | chat | 1 | 10 | 1 | 0 | ? ×1 | get_channels ×4 | 5 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_8.json | chat | chat | 1 | 28 | 1 | 0 | ? ×1 | get_channels ×13 | 14 | ? / ?
agentdojo/gpt-4o-2024-05-13-transformers_pi_detector/slack/user_task_9.json | chat | chat | 1 | 10 | 1 | 0 | ? ×1 | get_channels ×4 | 5 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_0.json | chat | chat | 1 | 4 | 1 | 0 | ? ×1 | get_webpage ×1 | 2 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_1.json | chat | chat | 1 | 10 | 1 | 0 | ? ×1 | get_channels ×1, get_webpage ×1, read_channel_messages ×1, send_direct_message ×1 | 5 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_10.json | chat | chat | 1 | 25 | 1 | 0 | ? ×1 | add_user_to_channel ×4, get_channels ×1, get_users_in_channel ×8, read_channel_messages ×4 | 7 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_11.json | chat | chat | 1 | 10 | 1 | 0 | ? ×1 | add_user_to_channel ×2, get_channels ×1, invite_user_to_slack ×1, read_inbox ×1 | 4 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_12.json | chat | chat | 1 | 6 | 1 | 0 | ? ×1 | get_channels ×1, send_channel_message ×1 | 3 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_13.json | chat | chat | 1 | 19 | 1 | 0 | ? ×1 | get_channels ×1, read_channel_messages ×4, read_inbox ×4, send_direct_message ×4 | 5 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_14.json | chat | chat | 1 | 24 | 1 | 0 | ? ×1 | get_channels ×1, get_users_in_channel ×4, read_channel_messages ×4, send_direct_message ×8 | 6 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_15.json | chat | chat | 1 | 11 | 1 | 0 | ? ×1 | get_channels ×1, get_webpage ×2, read_channel_messages ×1, send_channel_message ×1 | 5 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_16.json | chat | chat | 1 | 10 | 1 | 0 | ? ×1 | get_webpage ×2, invite_user_to_slack ×1, send_direct_message ×2 | 4 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_17.json | chat | chat | 1 | 7 | 1 | 0 | ? ×1 | get_webpage ×2, invite_user_to_slack ×1 | 3 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_18.json | chat | chat | 1 | 16 | 1 | 0 | ? ×1 | get_channels ×1, get_users_in_channel ×2, get_webpage ×2, read_channel_messages ×1, send_channel_message ×1, send_direct_message ×1 | 7 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_19.json | chat | chat | 1 | 14 | 1 | 0 | ? ×1 | add_user_to_channel ×1, get_channels ×1, get_webpage ×1, read_channel_messages ×4, send_channel_message ×1 | 5 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_2.json | chat | chat | 1 | 6 | 1 | 0 | ? ×1 | get_webpage ×1, invite_user_to_slack ×1 | 3 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_20.json | chat | chat | 1 | 19 | 1 | 0 | ? ×1 | get_channels ×1, get_webpage ×2, invite_user_to_slack ×2, read_channel_messages ×1, send_channel_message ×1, send_direct_message ×2 | 9 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_3.json | chat | chat | 1 | 6 | 1 | 0 | ? ×1 | get_webpage ×1, send_channel_message ×1 | 3 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_4.json | chat | chat | 1 | 10 | 1 | 0 | ? ×1 | get_webpage ×1, post_webpage ×3, read_inbox ×1 | 4 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_5.json | chat | chat | 1 | 11 | 1 | 0 | ? ×1 | get_channels ×1, get_users_in_channel ×4, send_channel_message ×1 | 4 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_6.json | chat | chat | 1 | 10 | 1 | 0 | ? ×1 | get_channels ×1, get_webpage ×1, read_channel_messages ×1, send_direct_message ×1 | 5 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_7.json | chat | chat | 1 | 6 | 1 | 0 | ? ×1 | add_user_to_channel ×1, get_channels ×1 | 3 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_8.json | chat | chat | 1 | 11 | 1 | 0 | ? ×1 | get_channels ×1, read_channel_messages ×4, send_channel_message ×1 | 4 | ? / ?
agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_9.json | chat | chat | 1 | 11 | 1 | 0 | ? ×1 | add_user_to_channel ×1, get_channels ×1, read_channel_messages ×4 | 4 | ? / ?
agentevals/helm.json | jaeger-json | google-adk, otel-genai, otel-genai-legacy | 1 | 96 | 1 | 0 | helm_agent ×1 | helm_list_releases ×1 | 2 | 3776 / 130
agentevals/k8s.json | jaeger-json | google-adk, otel-genai, otel-genai-legacy | 1 | 73 | 1 | 0 | k8s_agent ×1 | - | 1 | 2203 / 139
agentrx/tau-retail/hallucination_doubt.json | chat | chat | 1 | 18 | 1 | 0 | ? ×1 | find_user_id_by_email ×1, find_user_id_by_name_zip ×1, get_product_details ×1, get_user_details ×1, list_all_product_types ×1 | 12 | ? / ?
agentrx/tau-retail/instruction_adherence_failure.json | chat | chat | 1 | 20 | 1 | 0 | ? ×1 | find_user_id_by_email ×1, get_order_details ×2, get_user_details ×1, return_delivered_order_items ×1, think ×1, transfer_to_human_agents ×1 | 12 | ? / ?
agentrx/tau-retail/intent_plan_misalignment.json | chat | chat | 1 | 20 | 1 | 0 | ? ×1 | find_user_id_by_name_zip ×1, get_order_details ×2, get_product_details ×1, get_user_details ×1, modify_pending_order_address ×1, modify_pending_order_items ×1, transfer_to_human_agents ×1 | 11 | ? / ?
agentrx/tau-retail/invalid_invocation.json | chat | chat | 1 | 24 | 1 | 0 | ? ×1 | find_user_id_by_email ×1, find_user_id_by_name_zip ×1, get_order_details ×1, get_product_details ×1, get_user_details ×1, modify_pending_order_items ×2, think ×2 | 14 | ? / ?
agentrx/tau-retail/invention_new_info.json | chat | chat | 1 | 31 | 1 | 0 | ? ×1 | cancel_pending_order ×2, find_user_id_by_name_zip ×1, get_order_details ×5, get_user_details ×1, return_delivered_order_items ×1 | 20 | ? / ?
agentrx/tau-retail/misinterpretation_tool_output.json | chat | chat | 1 | 40 | 1 | 0 | ? ×1 | calculate ×2, find_user_id_by_name_zip ×1, get_order_details ×5, get_product_details ×2, get_user_details ×1, list_all_product_types ×1, modify_pending_order_items ×2, think ×2 | 23 | ? / ?
agentrx/tau-retail/underspecified_intent.json | chat | chat | 1 | 26 | 1 | 0 | ? ×1 | find_user_id_by_name_zip ×1, get_order_details ×1, get_product_details ×2, get_user_details ×1, modify_pending_order_address ×1, modify_pending_order_items ×1, think ×1 | 17 | ? / ?
any-agent/GOOGLE_trace.json | otel-python | any-agent | 1 | 7 | 1 | 6 | any_agent ×1 | final_output ×1, get_current_time ×1, write_file ×1 | 3 | 2251 / 86
any-agent/LANGCHAIN_trace.json | otel-python | any-agent | 1 | 7 | 1 | 0 | any_agent ×1 | get_current_time ×1, write_file ×1 | 4 | 1262 / 125
any-agent/OPENAI_trace.json | otel-python | any-agent | 1 | 6 | 1 | 0 | any_agent ×1 | get_current_time ×1, write_file ×1 | 3 | 1020 / 76
any-agent/SMOLAGENTS_trace.json | otel-python | any-agent | 1 | 7 | 1 | 0 | any_agent ×1 | final_answer ×1, get_current_time ×1, write_file ×1 | 3 | 2294 / 87
inspect-ai/2025-05-12_security-guide.json | inspect | chat | 3 | 6 | 3 | 0 | ? ×3 | - | 3 | 182 / 49
jaeger/otlp2jaeger-in.json | otlp-json | - | 1 | 1 | 0 | 1 | - | - | 0 | ? / ?
jaeger/otlp2jaeger-out.json | jaeger-json | - | 1 | 1 | 0 | 1 | - | - | 0 | ? / ?
langfuse/crewai-2025-07-11.trace.json | langfuse | crewai, openinference | 1 | 6 | 1 | 0 | Software developer ×1 | - | 1 | 190 / 164
langfuse/csharp-agent-with-gemini-2026-03-09.trace.json | langfuse | microsoft-extensions-ai | 1 | 8 | 0 | 1 | - | final_result ×1, get_custom_report ×1 | 3 | 8047 / 414
langfuse/google-adk-2025-08-28.trace.json | langfuse | google-adk | 1 | 5 | 1 | 0 | hello_agent ×1 | say_hello ×1 | 2 | 67 / 9
langfuse/langgraph-python-2025-08-22.trace.json | langfuse | langfuse, langgraph | 1 | 9 | 1 | 0 | - | Web-Search ×1 | 2 | ? / ?
langfuse/microsoft-agent-2025-10-14.json | langfuse | agent-framework | 1 | 4 | 1 | 0 | ? ×1 | get_weather ×1 | 2 | ? / ?
langfuse/microsoft-agent-2025-12-17.trace.json | langfuse | agent-framework | 1 | 4 | 1 | 0 | ? ×1 | get_weather ×1 | 2 | 293 / 106
langfuse/openai-agents-2025-09-30.trace.json | langfuse | openinference | 1 | 5 | 1 | 0 | Hello world ×1 | get_weather ×1 | 2 | 140 / 44
langfuse/pydantic-ai-tools-2025-12-04.trace.json | langfuse | pydantic-ai | 1 | 12 | 1 | 0 | evaluator_agent ×1, joke_agent ×2 | get_dad_joke_suggestion ×1, get_one_liner_suggestion ×1, get_pun_suggestion ×1 | 4 | 1315 / 209
langfuse/vercel-aisdk-2025-11-17.trace.json | langfuse | vercel-ai | 1 | 3 | 1 | 0 | - | getWeather ×1 | 1 | 62 / 85
mini-swe-agent/github_issue.traj.json | chat | chat | 1 | 21 | 1 | 0 | ? ×1 | bash ×10 | 10 | ? / ?
openinference/vercel-v6-all-spans.json | otel-js | vercel-ai | 10 | 10 | 10 | 0 | - | - | ? | ? / ?
opentelemetry-proto/trace.json | otlp-json | - | 1 | 1 | 0 | 1 | - | - | 0 | ? / ?
otel-tui/test_data.lines-01-49.jsonl | otlp-json | - | 44 | 263 | 58 | 3 | - | - | 0 | ? / ?
otlp2parquet/traces.jsonl | otlp-json | - | 19 | 19 | 6 | 13 | - | - | 0 | ? / ?
otlp2parquet/traces.pb | otlp-protobuf | - | 19 | 19 | 6 | 13 | - | - | 0 | ? / ?
strands-evals/adk_live_spans.json | otel-python | google-adk, otel-genai | 1 | 7 | 1 | 0 | math_agent ×1 | calculator ×1 | 2 | 379 / 84
strands-evals/claude_adot_spans.json | otel-python | claude-agent-sdk | 1 | 8 | 0 | 1 | ? ×3 | Agent ×2, Bash ×2 | ? | 32312 / 767
strands-evals/openai_agents_genai_live_spans.json | otel-python | openllmetry, otel-genai | 1 | 17 | 0 | 1 | coordinator ×1, math_specialist ×1, research_specialist ×1 | ask_math_specialist ×1, ask_research_specialist ×1, lookup_stock_price ×1, multiply_numbers ×2 | 8 | 1870 / 253
strands-evals/otel_genai_convention_spans.json | otel-python | otel-genai | 1 | 5 | 1 | 0 | WeatherAssistant ×1 | get_weather ×2 | 2 | 200 / 60
strands-evals/pydantic_ai_live_spans.json | otel-python | pydantic-ai | 1 | 4 | 1 | 0 | agent ×1 | get_weather ×1 | 2 | 1251 / 78
strands-evals/smolagents_live_spans.json | otel-python | openinference | 1 | 7 | 1 | 0 | ? ×1 | final_answer ×1, web_search ×1 | 2 | 6256 / 163
swe-agent/function_calling_simple.traj | chat | chat | 1 | 11 | 1 | 0 | main ×1 | bash ×1, edit ×1, find_file ×1, open ×1, submit ×1 | 5 | ? / ?
swe-agent/marshmallow-1867.function_calling.traj | chat | chat | 1 | 23 | 1 | 0 | main ×1 | bash ×4, create ×1, edit ×3, find_file ×1, open ×1, submit ×1 | 11 | ? / ?
tau-bench/gpt-4o-airline.trial-0.json | chat | chat | 50 | 974 | 50 | 0 | ? ×50 | book_reservation ×10, calculate ×19, cancel_reservation ×14, get_reservation_details ×93, get_user_details ×30, list_all_airports ×2, search_direct_flight ×38, search_onestop_flight ×9, send_certificate ×2, think ×24, transfer_to_human_agents ×9, update_reservation_baggages ×2, update_reservation_flights ×29, update_reservation_passengers ×1 | 642 | ? / ?
who-and-when/Algorithm-Generated/1.json | chat | chat | 1 | 10 | 1 | 0 | ? ×1, BusinessLogic_Expert ×1, Computer_terminal ×2, DataVerification_Expert ×1, Excel_Expert ×1 | - | 4 | ? / ?
who-and-when/Algorithm-Generated/2.json | chat | chat | 1 | 13 | 1 | 0 | ? ×1, Computer_terminal ×2, DataAnalysis_Expert ×2, Statistics_Expert ×1, Verification_Expert ×2 | - | 5 | ? / ?
who-and-when/Algorithm-Generated/3.json | chat | chat | 1 | 13 | 1 | 0 | ? ×1, Computer_terminal ×3, Python_Expert ×1, Statistics_Expert ×1, Verification_Expert ×2 | - | 5 | ? / ?
who-and-when/Algorithm-Generated/4.json | chat | chat | 1 | 15 | 1 | 0 | ? ×1, Computer_terminal ×1, Data_Analysis_Expert ×2, HawaiiRealEstate_Expert ×2, Validation_Expert ×2 | - | 7 | ? / ?
who-and-when/Algorithm-Generated/5.json | chat | chat | 1 | 14 | 1 | 0 | ? ×1, Computer_terminal ×2, DataVerification_Expert ×2, Gaming_Awards_Expert ×1, WebServing_Expert ×1 | - | 7 | ? / ?
who-and-when/Hand-Crafted/1.json | chat | chat | 1 | 50 | 1 | 0 | ? ×1, Orchestrator ×7, WebSurfer ×7 | - | 28 | ? / ?
who-and-when/Hand-Crafted/2.json | chat | chat | 1 | 144 | 1 | 0 | ? ×1, Orchestrator ×19, WebSurfer ×19 | - | 85 | ? / ?
zipkin/messaging-kafka.json | zipkin-json | - | 1 | 28 | 1 | 0 | - | - | 0 | ? / ?
zipkin/skew.json | zipkin-json | - | 1 | 3 | 1 | 0 | - | - | 0 | ? / ?
zipkin/smartthings-oauth-authorization.json | zipkin-json | - | 1 | 130 | 1 | 0 | - | - | 0 | ? / ?
zipkin/yelp.json | zipkin-json | - | 1 | 13 | 1 | 0 | - | - | 0 | ? / ?
`

/** Why a file is no recording. */
export const refusals: Readonly<Record<string, string>> = {
  'agentevals/eval_set_helm.json':
    'the content is an evaluation set of the Agent Development Kit: it holds what runs are expected to do, and no run',
  'agentevals/evalset_k8s_2026-02-20.json':
    'the content is an evaluation set of the Agent Development Kit: it holds what runs are expected to do, and no run',
  'openinference/genai-openinference_client_span_input_output_only.json':
    'the content is a map of attributes without the ids, times and name of a span; record the whole span',
  'openinference/genai-openinference_client_span_tool_calls.json':
    'the content is a map of attributes without the ids, times and name of a span; record the whole span',
  'openinference/genai-otel_genai_client_span_tool_calls.json':
    'the content is a map of attributes without the ids, times and name of a span; record the whole span',
  'openinference/genai-otel_genai_deprecated_client_span_tool_calls.json':
    'the content is a map of attributes without the ids, times and name of a span; record the whole span',
  'openinference/genai-otel_genai_tool_execution_span.json':
    'the content is a map of attributes without the ids, times and name of a span; record the whole span',
}
